package ai.hal9.console.alerts;

import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.series.Voice;
import ai.hal9.console.ui.Background;
import ai.hal9.dashboards.alert.AlertRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertsModelTest {

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);
  private final List<String> told = new ArrayList<>();
  private final AlertsModel model =
      new AlertsModel(history, AlertRules.all(), Background.sameThread(), told::add);

  @Test
  void poolsFull_onTwoNodes_firesOnce_isToldOnce_andEnds() {
    live(0, 100, 19);
    assertThat(model.firing()).isZero();
    assertThat(model.groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.rule().name()).isEqualTo("DatabaseConnectionPoolExhausted");
              assertThat(group.nodes()).isEqualTo("node-1, node-2");
              assertThat(group.firing()).isFalse();
            });
    assertThat(told).isEmpty();

    live(100, 200, 19);
    assertThat(model.firing()).isEqualTo(1);
    assertThat(told).containsExactly("Database connection pool nearly exhausted (node-1, node-2)");

    live(200, 260, 5);
    assertThat(model.firing()).isZero();
    assertThat(model.groups()).isEmpty();
  }

  @Test
  void nothingHeard_holdsNothing() {
    model.beat(EPOCH);

    assertThat(model.groups()).isEmpty();
    assertThat(model.failure().get()).isEmpty();
  }

  private void live(int from, int to, double active) {
    for (var second = from; second < to; second++) {
      for (var node : List.of("node-1", "node-2")) {
        Voice.node(clock, history, node)
            .says(second, Map.of(), Map.of(DB_ACTIVE.series(), active, DB_MAX.series(), 20.0));
      }
      model.beat(clock.instant());
    }
  }
}
