package ai.hal9.console.board;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All charts of a dashboard, as they were drawn last. Between two columns nothing changes in them
 * but the column that is not full yet, so that they need not be drawn as often as tiles.
 *
 * @param reached how far every living node had been heard
 * @param byPanel filled by those who draw them
 */
record Charts(Wanted of, Axis axis, Instant reached, Map<String, ChartData> byPanel) {

  private static final int COLUMNS = 600;

  /** How long they stay at most, where columns are long. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** To be drawn. */
  static Charts blank(HistoryStore history, Wanted wanted) {
    var axis = history.axis(wanted.window(), COLUMNS);
    var reached = history.latest(axis.width()).end();
    return new Charts(wanted, axis, reached, new ConcurrentHashMap<>());
  }

  /** Whether all columns are full in these that would be in those. */
  boolean asFarAs(Charts blank) {
    var now = blank.of;
    return of.dashboard().equals(now.dashboard())
        && of.scope().equals(now.scope())
        && of.moment().equals(now.moment())
        && (of.moment().equals(Moment.LIVE) ? follows(now) : of.window().equals(now.window()))
        && axis.width().equals(blank.axis.width())
        && axis.indexOf(reached) == axis.indexOf(blank.reached);
  }

  private boolean follows(Wanted now) {
    var before = of.window();
    return (before.length().equals(now.window().length())
            || before.from().equals(now.window().from()))
        && now.window().to().isBefore(before.to().plus(LONGEST));
  }
}
