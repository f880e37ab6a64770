package ai.hal9.dashboards.alert;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.MetricType;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.dashboards.alert.Condition.Unwatched;
import ai.hal9.dashboards.alert.Condition.Watched;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlertRulesTest {

  private static final Pattern NAME = Pattern.compile("\\b(?:hal9|http|process)_[a-z0-9_]+");

  @Test
  void alerts_areThoseOfTheDocumentsAndTheQueues() {
    assertThat(AlertRules.all())
        .extracting(AlertRule::name)
        .containsExactly(
            "HighLatency",
            "LowCacheHitRate",
            "P99LatencyHigh",
            "ErrorRateHigh",
            "CpuUsageHigh",
            "MemoryUsageHigh",
            "ActiveConnectionsHigh",
            "CacheHitRateVeryLow",
            "ConcurrentUsersRising",
            "ModelCostNearHourCeiling",
            "ModelCostNearDayCeiling",
            "HighConcurrentUsers",
            "DatabaseConnectionPoolExhausted",
            "CacheHitRateLow",
            "RegionLatencyHigh",
            "DeadLettersWait",
            "StandbyConnectionPoolExhausted");
  }

  @Test
  void expressions_theDocumentsGive_areKeptUnlessTheyCannotWork() {
    assertThat(AlertRules.all())
        .filteredOn(rule -> NAME.matcher(rule.original()).find() && rule.corrected())
        .extracting(AlertRule::name)
        .containsExactly("LowCacheHitRate", "CacheHitRateLow");
  }

  @Test
  void metrics_ofAllExpressions_exist() {
    var unknown = new TreeSet<String>();
    for (var rule : AlertRules.all()) {
      for (var name : metrics(rule)) {
        if (MetricCatalogue.find(name).isEmpty()) {
          unknown.add(name);
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void condition_ofTheConsole_readsWhatPrometheusReads() {
    for (var rule : AlertRules.all()) {
      switch (rule.condition()) {
        case Watched watched -> {
          Set<String> read = new TreeSet<>();
          watched.expression().selections().forEach(each -> read.add(each.metric().name()));
          assertThat(read).as(rule.name()).isEqualTo(metrics(rule));
        }
        case Unwatched(var reason) -> assertThat(reason).isNotBlank();
      }
    }
  }

  @Test
  void rules_withMistakes_areRefusedWithTheirLines() {
    var errors = new ArrayList<YamlError>();

    AlertRules.read(
        """
        alerts:
          - alert: Mine
            from: me
            original: nothing
            expr: something
            severity: bad
            summary: Mine
            advice: Look
            when: {max: hal9_concurent_users, above: 1}
        """,
        errors);

    assertThat(errors)
        .extracting(YamlError::text)
        .containsExactly(
            "line 6: alerts[0].severity: must be info, warning or critical",
            "line 9: alerts[0].when.max: 'hal9_concurent_users' is no metric; did you mean"
                + " 'hal9_concurrent_users'?");
  }

  private static Set<String> metrics(AlertRule rule) {
    return NAME.matcher(rule.expression())
        .results()
        .map(result -> result.group())
        .map(AlertRulesTest::withoutBucket)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String withoutBucket(String name) {
    var histogram = name.replaceFirst("_bucket$", "");
    return MetricCatalogue.find(histogram)
        .filter(metric -> metric.type() == MetricType.HISTOGRAM)
        .map(Metric::name)
        .orElse(name);
  }
}
