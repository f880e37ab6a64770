package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Intervals whose ends tremble or drift. */
class SlotTest {

  private static final Series TOTAL = MetricCatalogue.SIGNALS_PROCESSED.series();

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);

  @Test
  void intervals_tremblingAroundABorder_leaveNoGap() {
    var random = new Random(4);
    var end = Duration.ofMillis(500);
    for (var i = 0; i < 300; i++) {
      says(i, end.plusMillis(random.nextInt(-20, 21)), Duration.ofSeconds(1));
      end = end.plusSeconds(1);
    }

    assertThat(known(290)).isBetween(289L, 290L);
  }

  @Test
  void intervals_alwaysATrifleLong_leaveNoGap() {
    var length = Duration.ofMillis(1_004);
    for (var i = 0; i < 340; i++) {
      says(i, length.multipliedBy(i + 1), length);
    }

    var axis = new Axis(EPOCH, Duration.ofSeconds(30), 11);
    var rate = history.rate(axis, Scope.cluster(), Selection.of(MetricCatalogue.SIGNALS_PROCESSED));
    assertThat(rate.known()).hasSize(11).allMatch(value -> Math.abs(value - 10 / 1.004) < 1e-6);
  }

  @Test
  void intervals_ofAQuarterSecond_areColumnsOfTheirOwn() {
    for (var i = 0; i < 80; i++) {
      says(i, Duration.ofMillis(250L * (i + 1)), Duration.ofMillis(250));
    }

    var axis = history.axis(new Window(EPOCH, EPOCH.plusSeconds(20)), 200);

    assertThat(axis.width()).isEqualTo(Duration.ofMillis(250));
    assertThat(axis.count()).isEqualTo(80);
    assertThat(
            history
                .rate(axis, Scope.cluster(), Selection.of(MetricCatalogue.SIGNALS_PROCESSED))
                .known())
        .hasSize(79)
        .containsOnly(40.0);
  }

  @Test
  void clockSetBack_goesOnFromThere_andForgetsTheTimeThatComesAgain() {
    for (var i = 0; i < 100; i++) {
      says(i, Duration.ofSeconds(i + 1), Duration.ofSeconds(1));
    }
    for (var i = 100; i < 130; i++) {
      says(i, Duration.ofSeconds(i + 1 - 60), Duration.ofSeconds(1));
    }

    assertThat(history.latest(Duration.ofSeconds(1)).end()).isEqualTo(EPOCH.plusSeconds(70));
    assertThat(known(70)).isBetween(63L, 68L);
    assertThat(known(100)).isEqualTo(known(70));
    assertThat(history.events(new Window(EPOCH, EPOCH.plusSeconds(100))))
        .singleElement()
        .satisfies(told -> assertThat(told.event().title()).contains("set back by 59 s"));
  }

  @Test
  void clockSetBack_aSourceThatIsDead_doesNotHoldUpTheOthers() {
    var dead = Voice.node(clock, history, "dead");
    for (var i = 0; i < 100; i++) {
      dead.says(i, Map.of(TOTAL, 10.0 * i), Map.of());
      says(i, Duration.ofSeconds(i + 1), Duration.ofSeconds(1));
    }
    for (var i = 100; i < 130; i++) {
      says(i, Duration.ofSeconds(i + 1 - 60), Duration.ofSeconds(1));
    }

    assertThat(history.latest(Duration.ofSeconds(1)).end()).isEqualTo(EPOCH.plusSeconds(70));
  }

  private long known(int seconds) {
    return history
        .rate(
            new Axis(EPOCH, Duration.ofSeconds(1), seconds),
            Scope.cluster(),
            Selection.of(MetricCatalogue.SIGNALS_PROCESSED))
        .known()
        .count();
  }

  private void says(int number, Duration end, Duration interval) {
    var time = EPOCH.plus(end);
    clock.set(time);
    var source =
        new TelemetrySource(
            SourceKind.NODE, "a", "test", "local", "0.1.0", EPOCH.minusSeconds(3_600));
    history.heard(
        "a",
        new TelemetryFrame(
            0,
            new TelemetrySnapshot(
                source,
                number,
                time,
                end.toNanos(),
                interval,
                Map.of(TOTAL, 10.0 * number),
                Map.of(),
                Map.of(),
                List.of())));
  }
}
