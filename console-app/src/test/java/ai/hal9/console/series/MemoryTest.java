package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final long MIB = 1 << 20;

  @Test
  void bytes_anHourOfOneNodeAtFourIntervalsASecond_areATwentiethOfTwentyNodesBudget() {
    var clock = new SetClock();
    var history = HistoryStore.empty(clock);
    var hour = new GeneratedHour(1, Duration.ofMillis(250), 500, 1);

    hour.into(history, clock);

    assertThat(history.span())
        .hasValueSatisfying(
            span -> assertThat(span.length()).isGreaterThan(Duration.ofMinutes(59)));
    var everything =
        history.distribution(
            new Window(EPOCH, EPOCH.plusSeconds(3_600)),
            Scope.cluster(),
            Selection.of(MetricCatalogue.PROCESSING_TIME));
    assertThat(everything.count()).isEqualTo(hour.processed());
    assertThat(history.bytes()).isPositive().isLessThan(75 * MIB / 20);
  }

  @Test
  void bytes_moreToldThanMayBeTaken_areKeptWithinAndTheNewestStays() {
    var clock = new SetClock();
    var history = HistoryStore.empty(clock, 2 * MIB);
    var hour = new GeneratedHour(1, Duration.ofMillis(250), 500, 1);

    hour.into(history, clock);

    assertThat(history.bytes()).isPositive().isLessThan(5 * MIB / 2);
    assertThat(history.span())
        .hasValueSatisfying(
            span -> {
              assertThat(span.length()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(55));
              assertThat(span.to()).isEqualTo(EPOCH.plusSeconds(3_600));
            });
  }
}
