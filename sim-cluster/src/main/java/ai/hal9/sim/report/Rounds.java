package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.telemetry.ServerWindow;
import java.util.function.Predicate;

/**
 * Rounds of games that a run played, as the nodes count them. Those that end because their players
 * leave, as all do after the run, are none of its.
 */
final class Rounds {

  /** That ended because all players had acted. */
  static final Predicate<Series> COMPLETE =
      seriesOf(MetricCatalogue.GAME_ROUNDS, "end", "complete");

  /** That ended although a player had not acted. */
  static final Predicate<Series> BY_TIME = seriesOf(MetricCatalogue.GAME_ROUNDS, "end", "time");

  static final Predicate<Series> CLOSED = COMPLETE.or(BY_TIME);

  /** Requests that another node took than the game's. */
  static final Predicate<Series> PASSED_ON = seriesOf(MetricCatalogue.GAMES_FORWARDED);

  private Rounds() {}

  static String words(ServerWindow measured) {
    return "%s closed, %s of them by time; %s requests passed on to a game's node"
        .formatted(
            number(measured, CLOSED), number(measured, BY_TIME), number(measured, PASSED_ON));
  }

  private static String number(ServerWindow measured, Predicate<Series> which) {
    return Quantity.exact(Math.round(measured.increase(which)));
  }
}
