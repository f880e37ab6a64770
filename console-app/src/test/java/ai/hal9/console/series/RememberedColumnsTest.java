package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of columns never differs from what would be computed anew. */
class RememberedColumnsTest {

  private static final int SECONDS = 90;
  private static final List<Expression> EXPRESSIONS =
      List.of(
          new Expression.Percentile(99, Selection.of(MetricCatalogue.PROCESSING_TIME)),
          new Expression.Rate(List.of(Selection.of(MetricCatalogue.SIGNALS_PROCESSED))),
          new Expression.RateRatio(
              new Expression.Rate(List.of(Selection.of(MetricCatalogue.SIGNALS_FAILED))),
              new Expression.Rate(List.of(Selection.of(MetricCatalogue.SIGNALS_PROCESSED)))),
          new Expression.Gauge(Selection.of(MetricCatalogue.DB_ACTIVE), Across.SUM),
          new Expression.GaugeRatio(
              Selection.of(MetricCatalogue.DB_ACTIVE),
              Selection.of(MetricCatalogue.DB_MAX),
              Across.MAX));
  private static final Series PROCESSED = MetricCatalogue.SIGNALS_PROCESSED.series();
  private static final Series FAILED = MetricCatalogue.SIGNALS_FAILED.series("timeout");
  private static final Series ACTIVE = MetricCatalogue.DB_ACTIVE.series();
  private static final Series MOST = MetricCatalogue.DB_MAX.series();
  private static final Series TIME = MetricCatalogue.PROCESSING_TIME.series();

  /** Three nodes: what they say is lost at times, comes late at times; one falls silent long. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void answers_askedAllAlong_areThoseOfAHistoryAskedOnce(long seed) {
    var told = story(new Random(seed));
    var asked = new Heard();
    var fresh = new Heard();
    for (var say : told) {
      say.accept(asked);
      var _ = answers(asked.history);
    }
    told.forEach(say -> say.accept(fresh));

    assertThat(answers(asked.history)).isEqualTo(answers(fresh.history));
  }

  private static final class Heard {
    private final SetClock clock = new SetClock();
    private final HistoryStore history = HistoryStore.empty(clock);
    private final List<Voice> nodes =
        List.of(
            Voice.node(clock, history, "a"),
            Voice.node(clock, history, "b"),
            Voice.node(clock, history, "c"));
  }

  private static List<Consumer<Heard>> story(Random random) {
    var told = new ArrayList<Consumer<Heard>>();
    for (var second = 0; second < SECONDS; second++) {
      for (var node = 0; node < 3; node++) {
        var silent = node == 2 && second > 20 && second < 60;
        if (!silent && random.nextInt(12) > 0) {
          var said = said(node, second, random);
          var late = random.nextInt(6) == 0 ? random.nextInt(4) * 3 : 0;
          told.add(Math.max(0, told.size() - (random.nextBoolean() ? 0 : late)), said);
        }
      }
    }
    return told;
  }

  private static Consumer<Heard> said(int node, int second, Random random) {
    var active = (double) random.nextInt(20);
    var micros = random.longs(5, 100, 50_000).toArray();
    var counters =
        second < 45
            ? Map.of(PROCESSED, 40.0 * second)
            : Map.of(PROCESSED, 40.0 * second, FAILED, 1.0 * (second - 45));
    return heard ->
        heard
            .nodes
            .get(node)
            .says(
                second,
                Duration.ofSeconds(1),
                counters,
                Map.of(ACTIVE, active, MOST, 20.0),
                Map.of(TIME, ai.hal9.api.telemetry.LatencyHistogram.ofMicros(micros)),
                List.of());
  }

  private static List<Object> answers(HistoryStore history) {
    var answers = new ArrayList<>();
    var latest = history.latest(Duration.ofSeconds(10));
    for (var axis :
        List.of(
            new Axis(EPOCH, Duration.ofSeconds(1), SECONDS),
            new Axis(EPOCH, Duration.ofSeconds(5), SECONDS / 5),
            latest)) {
      for (var scope : List.of(Scope.cluster(), Scope.source("c"))) {
        answers.add(history.rate(axis, scope, Selection.of(MetricCatalogue.SIGNALS_PROCESSED)));
        answers.add(history.growth(axis, scope, Selection.of(MetricCatalogue.SIGNALS_FAILED)));
        answers.add(
            history.gauge(axis, scope, Selection.of(MetricCatalogue.DB_ACTIVE), Across.SUM));
        var latency = history.latency(axis, scope, Selection.of(MetricCatalogue.PROCESSING_TIME));
        answers.add(latency.samples());
        answers.add(latency.seconds(Percentile.P99));
        answers.add(latency.maxSeconds());
        EXPRESSIONS.forEach(each -> answers.add(history.values(axis, scope, each)));
      }
    }
    return answers;
  }
}
