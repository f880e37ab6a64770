package ai.hal9.dashboards.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.dashboards.expression.Evaluation;
import ai.hal9.dashboards.expression.NodeWords;
import ai.hal9.dashboards.expression.SnapshotReadings;
import ai.hal9.dashboards.expression.Value;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.DashboardReading;
import ai.hal9.dashboards.model.DashboardYaml;
import ai.hal9.dashboards.model.Goal;
import ai.hal9.dashboards.model.Objective;
import ai.hal9.dashboards.model.Panel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundledDashboardsTest {

  static List<Dashboard> bundled() {
    return BundledDashboards.all();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundled_everyPanel_hasAValueWhenANodeSaysAllItCan(Dashboard dashboard) {
    var node = NodeWords.of("node-1");
    var before = says(node, 100).says();
    var readings = SnapshotReadings.of(List.of(before), List.of(says(node, 200).says()));

    for (var panel : dashboard.panels()) {
      for (var expression : panel.expressions()) {
        assertThat(Evaluation.of(expression, readings))
            .as("%s: %s", panel.id(), expression)
            .isNotEqualTo(Value.unknown());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundled_written_readsAsTheSame(Dashboard dashboard) {
    assertThat(DashboardYaml.read(dashboard.name(), DashboardYaml.write(dashboard)))
        .isEqualTo(new DashboardReading.Accepted(dashboard));
  }

  @Test
  void overview_tiles_areThoseOfTheFrontPage() {
    var overview = BundledDashboards.named("overview").orElseThrow();

    assertThat(overview.panels().stream().filter(Panel.Tile.class::isInstance).map(Panel::id))
        .containsExactly(
            "p50",
            "p95",
            "p99",
            "throughput",
            "errors",
            "users",
            "hits",
            "hits-local",
            "hits-redis",
            "coalesced",
            "pool",
            "pool-wait");
    assertThat(overview.panels().stream().filter(Panel.Chart.class::isInstance).map(Panel::id))
        .containsExactly("latency", "signals", "answers", "saturation", "batch-size");
  }

  @Test
  void profiles_areTheFiveDocuments_theTuningGuideFirst() {
    assertThat(SloProfiles.all())
        .extracting(profile -> profile.source().charAt(0))
        .containsExactlyInAnyOrder('1', '2', '3', '4', '5');
    var standard = SloProfiles.standard();
    assertThat(standard.name()).isEqualTo("tuning-guide");
    assertThat(standard.bounds())
        .containsEntry(Objective.LATENCY_P50, 0.020)
        .containsEntry(Objective.LATENCY_P95, 0.050)
        .containsEntry(Objective.LATENCY_P99, 0.100)
        .containsEntry(Objective.ERROR_RATE, 0.001);
  }

  @Test
  void objectives_areEachNamedByAProfileAndShownByAPanel() {
    var shown =
        BundledDashboards.all().stream()
            .flatMap(dashboard -> dashboard.panels().stream())
            .flatMap(panel -> panel.goals().stream())
            .filter(Goal.Named.class::isInstance)
            .map(goal -> ((Goal.Named) goal).objective());

    assertThat(shown).contains(Objective.values());
    assertThat(SloProfiles.all().stream().flatMap(profile -> profile.bounds().keySet().stream()))
        .contains(Objective.values());
  }

  private static NodeWords says(NodeWords node, double total) {
    for (var metric : MetricCatalogue.all()) {
      var values =
          metric.labels().stream().map(BundledDashboardsTest::value).toArray(String[]::new);
      switch (metric.type()) {
        case COUNTER -> {
          node.counter(metric.series(values), total);
          if (metric.equals(MetricCatalogue.CACHE_HITS)) {
            node.counter(metric.series("redis"), total);
          }
        }
        case GAUGE -> node.gauge(metric.series(values), total);
        case HISTOGRAM -> node.latency(metric.series(values), 1_000, 2_000, 3_000);
      }
    }
    return node;
  }

  private static String value(String label) {
    return switch (label) {
      case "level", "found" -> "local";
      case "home" -> "all";
      case "stage" -> "cache";
      case "window" -> "hour";
      case "outcome" -> "failed";
      case "from" -> "replica";
      default -> "some";
    };
  }

  @Test
  void names_areThoseThatAreBundled() {
    assertThat(BundledDashboards.all())
        .extracting(Dashboard::name)
        .isEqualTo(BundledDashboards.names());
    assertThat(BundledDashboards.named("none")).isEmpty();
    assertThat(Arrays.asList("cache", "pools", "pipeline", "queue", "stores", "jvm"))
        .allSatisfy(name -> assertThat(BundledDashboards.named(name)).isPresent());
  }
}
