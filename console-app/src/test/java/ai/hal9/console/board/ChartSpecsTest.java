package ai.hal9.console.board;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.chart.ChartSpec;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.dashboards.model.DashboardReading;
import ai.hal9.dashboards.model.DashboardYaml;
import ai.hal9.dashboards.model.Panel;
import org.junit.jupiter.api.Test;

class ChartSpecsTest {

  @Test
  void vantage_whatTheTitleSays_isNotSaidAgain() {
    var series = "unit: per-second, series: [{rate: hal9_signals_failed_total, by: reason}]";

    assertThat(spec("title: Failures by reason, " + series).vantage()).isEqualTo("per second");
    assertThat(spec("title: Failures, " + series).vantage()).isEqualTo("per second, by reason");
  }

  @Test
  void none_isSaidWhereKindsAreCounted_andNotOfTheWhole() {
    assertThat(
            spec("title: F, unit: per-second, series: [{rate: hal9_signals_failed_total, by:"
                    + " reason}]")
                .none())
        .isNotEmpty();
    assertThat(
            spec("title: T, unit: per-second, series: [{name: all, rate:"
                    + " hal9_signals_processed_total}]")
                .none())
        .isEmpty();
  }

  private static ChartSpec spec(String panel) {
    var yaml = "title: T\npanels:\n  - {chart: x, " + panel + "}";
    if (DashboardYaml.read("t", yaml) instanceof DashboardReading.Accepted(var dashboard)) {
      return ChartSpecs.of((Panel.Chart) dashboard.panels().getFirst(), SloProfiles.standard());
    }
    throw new AssertionError(DashboardYaml.read("t", yaml));
  }
}
