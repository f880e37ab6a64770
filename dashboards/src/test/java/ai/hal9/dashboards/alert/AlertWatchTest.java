package ai.hal9.dashboards.alert;

import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.dashboards.expression.NodeWords;
import ai.hal9.dashboards.expression.Readings;
import ai.hal9.dashboards.expression.SnapshotReadings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertWatchTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final NodeWords full = NodeWords.of("full");
  private final NodeWords idle = NodeWords.of("idle");
  private final AlertWatch watch = new AlertWatch(AlertRules.all());

  @Test
  void alert_onOneNode_isPendingThenFiresThenEnds() {
    assertThat(look(0, 19))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.rule().name()).isEqualTo("DatabaseConnectionPoolExhausted");
              assertThat(alert.node()).isEqualTo("full");
              assertThat(alert.firing()).isFalse();
              assertThat(alert.value().number()).hasValue(0.95);
            });
    assertThat(look(119, 19)).extracting(ActiveAlert::firing).containsExactly(false);
    assertThat(look(120, 19)).extracting(ActiveAlert::firing).containsExactly(true);
    assertThat(look(121, 10)).isEmpty();
    // it must hold for its whole time anew
    assertThat(look(122, 19))
        .extracting(ActiveAlert::since)
        .containsExactly(START.plusSeconds(122));
  }

  @Test
  void alert_clockSetBack_firesOnceItHasHeldForItsTime() {
    assertThat(look(0, 19)).isNotEmpty();
    assertThat(look(60, 19)).extracting(ActiveAlert::firing).containsExactly(false);

    assertThat(look(-3_540, 19)).extracting(ActiveAlert::firing).containsExactly(false);
    assertThat(look(-3_480, 19)).extracting(ActiveAlert::firing).containsExactly(true);
  }

  @Test
  void alert_whenNothingIsMeasured_doesNotHold() {
    assertThat(look(0, 19)).isNotEmpty();
    assertThat(
            watch.look(START.plusSeconds(1), window -> SnapshotReadings.of(List.of(), List.of())))
        .isEmpty();
  }

  private List<ActiveAlert> look(int second, double active) {
    full.gauge(DB_ACTIVE.series(), active).gauge(DB_MAX.series(), 20);
    idle.gauge(DB_ACTIVE.series(), 1).gauge(DB_MAX.series(), 20);
    Readings said = SnapshotReadings.of(List.of(), List.of(full.says(), idle.says()));
    return watch.look(START.plusSeconds(second), window -> said);
  }
}
