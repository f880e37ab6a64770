package ai.hal9.dashboards.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.expression.Unit;
import ai.hal9.dashboards.model.Bound.Direction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DashboardYamlTest {

  private static final String MINE =
      """
      title: Mine
      panels:
        - tile: pool
          title: Pool
          unit: share
          max: hal9_db_connections_active
          per: hal9_db_connections_max
          goal: {at-most: 0.8}
          beside: {name: mean, mean: hal9_db_connections_active, per: hal9_db_connections_max}
        - chart: hits
          title: Hits
          unit: share
          goals: [hit-rate]
          series:
            - {name: L1, rate: 'hal9_cache_hits_total{level="local"}', per: hal9_cache_requests_total}
            - {rate: hal9_cache_hits_total, per: hal9_cache_requests_total, by: node}
      """;

  @Test
  void file_thatIsADashboard_isRead() {
    var active = Selection.of(MetricCatalogue.DB_ACTIVE);
    var hits = Selection.of(MetricCatalogue.CACHE_HITS);
    var requests = new Rate(List.of(Selection.of(MetricCatalogue.CACHE_REQUESTS)));

    assertThat(read(MINE))
        .isEqualTo(
            new Dashboard(
                "mine",
                "Mine",
                "",
                List.of(
                    new Panel.Tile(
                        "pool",
                        "Pool",
                        "",
                        2,
                        Unit.SHARE,
                        new GaugeRatio(active, Selection.of(MetricCatalogue.DB_MAX), Across.MAX),
                        List.of(new Goal.Fixed(new Bound(Direction.AT_MOST, 0.8))),
                        Optional.of(
                            new Plot(
                                "mean",
                                new GaugeRatio(
                                    active, Selection.of(MetricCatalogue.DB_MAX), Across.MEAN),
                                new Split.Not())),
                        ""),
                    new Panel.Chart(
                        "hits",
                        "Hits",
                        "",
                        6,
                        Unit.SHARE,
                        List.of(
                            new Plot(
                                "L1",
                                new RateRatio(
                                    new Rate(List.of(hits.where("level", "local"))), requests),
                                new Split.Not()),
                            new Plot(
                                "",
                                new RateRatio(new Rate(List.of(hits)), requests),
                                new Split.ByNode())),
                        List.of(new Goal.Named(Objective.HIT_RATE))))));
  }

  @Test
  void metric_misspelt_isAnErrorNamingTheNearest() {
    assertThat(errors(MINE.replace("hal9_cache_requests_total", "hal9_cache_request_total")))
        .extracting(YamlError::text)
        .containsExactly(
            "line 15: panels[1].series[0].per: 'hal9_cache_request_total' is no metric;"
                + " did you mean 'hal9_cache_requests_total'?",
            "line 16: panels[1].series[1].per: 'hal9_cache_request_total' is no metric;"
                + " did you mean 'hal9_cache_requests_total'?");
  }

  @Test
  void file_withManyMistakes_namesAllWithTheirLines() {
    var errors =
        errors(
            """
            titel: Mine
            panels:
              - tile: p99
                title: p99
                unit: secs
                percentile: 99
                of: hal9_procesing_time
              - tile: users
                title: Users
                unit: count
                sum: hal9_concurrent_users
              - chart: Hits
                title: Hits
                unit: bytes
                goals: [hitrate]
                series:
                  - {rate: hal9_cache_hits_total}
                  - {name: L9, rate: 'hal9_cache_hits_total{tier="9"}'}
                  - {name: p, percentile: 120, of: hal9_processing_time}
              - tile: counted
                title: Counted
                unit: seconds
                percentile: 50
                of: hal9_cache_hits_total
              - title: Nothing
            """);

    assertThat(errors)
        .extracting(YamlError::text)
        .containsExactly(
            "line 1: title: is missing: what the dashboard is called",
            "line 1: titel: is unknown; did you mean 'title'?",
            "line 5: panels[0].unit: must be one of seconds, bytes, share, count, per-second,"
                + " bytes-per-second, cores, dollars, not 'secs'",
            "line 7: panels[0].of: 'hal9_procesing_time' is no metric; did you mean"
                + " 'hal9_processing_time'?",
            "line 11: panels[1].sum: the sum of hal9_concurrent_users over nodes means nothing; use"
                + " max or mean",
            "line 15: panels[2].goals: 'hitrate' is no objective; did you mean 'hit-rate'?",
            "line 17: panels[2].series[0]: a series needs a name",
            "line 18: panels[2].series[1].rate: hal9_cache_hits_total has no label 'tier'; it has"
                + " level",
            "line 19: panels[2].series[2].percentile: must be a number from 0.0 to 100.0, not"
                + " '120'",
            "line 24: panels[3].of: hal9_cache_hits_total is a counter, and a histogram is needed",
            "line 25: panels[4]: must be either a tile or a chart: give one of these keys a name");
  }

  @Test
  void unit_thatDoesNotFitWhatIsShown_isRefused() {
    assertThat(errors(MINE.replace("unit: share\n    max", "unit: bytes\n    max")))
        .extracting(YamlError::text)
        .containsExactly("line 3: panels[0]: hal9_db_connections_active is in share, not in bytes");
  }

  @Test
  void written_dashboard_readsAsTheSame() {
    var dashboard = read(MINE);

    assertThat(read(DashboardYaml.write(dashboard))).isEqualTo(dashboard);
  }

  @Test
  void panels_addedRemovedAndMoved_areInTheirPlaces() {
    var dashboard = read(MINE);
    var pool = dashboard.panel("pool").orElseThrow();

    assertThat(dashboard.moved("pool", 1).panels())
        .extracting(Panel::id)
        .containsExactly("hits", "pool");
    assertThat(dashboard.minus("pool").panels()).extracting(Panel::id).containsExactly("hits");
    assertThat(dashboard.minus("pool").plus(pool, 0)).isEqualTo(dashboard);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dashboard.plus(pool, 0))
        .withMessageContaining("two panels are called 'pool'");
  }

  private static Dashboard read(String text) {
    return switch (DashboardYaml.read("mine", text)) {
      case DashboardReading.Accepted(var dashboard) -> dashboard;
      case DashboardReading.Rejected(var errors) -> throw new AssertionError(errors);
    };
  }

  private static List<YamlError> errors(String text) {
    return switch (DashboardYaml.read("mine", text)) {
      case DashboardReading.Accepted(var dashboard) -> throw new AssertionError(dashboard);
      case DashboardReading.Rejected(var errors) -> errors;
    };
  }
}
