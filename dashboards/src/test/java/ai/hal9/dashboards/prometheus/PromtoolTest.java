package ai.hal9.dashboards.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.dashboards.alert.AlertRule;
import ai.hal9.dashboards.alert.AlertRules;
import ai.hal9.dashboards.catalog.BundledDashboards;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.dashboards.grafana.GrafanaDashboard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@NeedsPromtool
class PromtoolTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path directory;

  @BeforeEach
  void export() throws IOException {
    var node = new ScrapeTarget("127.0.0.1:9000", "local", "here", "node-1");
    for (var file : PrometheusFiles.of(List.of(node)).entrySet()) {
      var path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  @Test
  void rules_areAccepted() throws Exception {
    var answer =
        Promtool.run(
            directory, "check", "rules", "rules/hal9-alerts.yml", "rules/hal9-recordings.yml");

    assertThat(answer.text())
        .contains(AlertRules.all().size() + " rules found")
        .contains(RecordingRules.all().size() + " rules found");
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void configuration_withItsRulesAndTargets_isAccepted() throws Exception {
    var answer = Promtool.run(directory, "check", "config", "prometheus.yml");

    assertThat(answer.text()).contains("prometheus.yml is valid").contains("2 rule files found");
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void alerts_fireForTroubleAndForNothingElse() throws Exception {
    var test = resource("alerts-test.yml");
    assertThat(AlertRules.all())
        .extracting(AlertRule::name)
        .allSatisfy(name -> assertThat(test).contains('"' + name + '"'));
    Files.writeString(directory.resolve("rules/alerts-test.yml"), test);

    var answer = Promtool.run(directory.resolve("rules"), "test", "rules", "alerts-test.yml");

    assertThat(answer.text()).contains("SUCCESS");
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void original_thatLacksARange_doesNotParse() throws Exception {
    assertThat(check(List.of(original("LowCacheHitRate"))).text())
        .contains("expected type range vector in call to function \"rate\"");
  }

  @Test
  void original_thatNamesNoCounter_isNeverTrue() throws Exception {
    Files.writeString(
        directory.resolve("never-test.yml"),
        """
        evaluation_interval: 1m
        tests:
          - interval: 1m
            input_series:
              - {series: 'hal9_cache_hits_total{level="local"}', values: '0+10x60'}
              - {series: 'hal9_cache_requests_total', values: '0+100x60'}
            promql_expr_test:
              - {expr: '%s', eval_time: 30m, exp_samples: []}
              - {expr: 'rate(hal9_cache_hits_total[5m]) / rate(hal9_cache_requests_total[5m]) < 0.8', eval_time: 30m, exp_samples: []}
        """
            .formatted(original("CacheHitRateLow")));

    assertThat(Promtool.run(directory, "test", "rules", "never-test.yml").exitCode()).isZero();
  }

  @Test
  void queries_ofAllExportedDashboards_areAccepted() throws Exception {
    var queries = new ArrayList<String>();
    for (var dashboard : BundledDashboards.all()) {
      var json = JSON.readTree(GrafanaDashboard.json(dashboard, SloProfiles.standard()));
      for (var panel : json.path("panels")) {
        for (var target : panel.path("targets")) {
          queries.add(
              target
                  .path("expr")
                  .asString()
                  .replace("$__rate_interval", "1m")
                  .replaceAll("\\$(node|region)", ".*"));
        }
      }
    }

    var answer = check(queries);

    assertThat(queries).hasSizeGreaterThan(80);
    assertThat(answer.text()).contains(queries.size() + " rules found");
    assertThat(answer.exitCode()).isZero();
  }

  private Promtool.Answer check(List<String> expressions) throws Exception {
    var rules = new ArrayList<Map<String, String>>();
    for (var i = 0; i < expressions.size(); i++) {
      rules.add(Map.of("record", "query:" + i, "expr", expressions.get(i)));
    }
    // JSON is YAML too
    var group = Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)));
    Files.writeString(directory.resolve("queries.yml"), JSON.writeValueAsString(group));
    return Promtool.run(directory, "check", "rules", "queries.yml");
  }

  private static String original(String alert) {
    return AlertRules.all().stream()
        .filter(rule -> rule.name().equals(alert))
        .findFirst()
        .orElseThrow()
        .original();
  }

  private static String resource(String name) throws IOException {
    try (var in = PromtoolTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
