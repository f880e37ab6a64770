package ai.hal9.dashboards.prometheus;

import ai.hal9.dashboards.alert.AlertRule;
import ai.hal9.dashboards.alert.AlertRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The files Prometheus is started with. */
public final class PrometheusFiles {

  private static final String HEAD = "# Written by: hal9 export prometheus\n";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .build();

  private static final PromQl RECORDED = PromQl.over("", "5m", List.of("cluster"));

  private PrometheusFiles() {}

  /**
   * All of them: their text by their path below the directory that is exported to.
   *
   * @param nodes what is scraped; where it is empty, the file of targets says how to fill it
   */
  public static SortedMap<String, String> of(List<ScrapeTarget> nodes) {
    var files = new TreeMap<String, String>();
    files.put("prometheus.yml", HEAD + YAML.writeValueAsString(scrape()));
    files.put("targets/hal9.yml", targets(nodes));
    files.put("rules/hal9-alerts.yml", HEAD + YAML.writeValueAsString(alerts()));
    files.put("rules/hal9-recordings.yml", HEAD + YAML.writeValueAsString(recordings()));
    files.put("rules/CORRECTIONS.md", Corrections.text(AlertRules.all()));
    return files;
  }

  private static Map<String, Object> scrape() {
    return mapping(
        "global", mapping("scrape_interval", "5s", "evaluation_interval", "15s"),
        "rule_files", List.of("rules/*.yml"),
        "scrape_configs",
            List.of(
                mapping(
                    "job_name",
                    "hal9",
                    "metrics_path",
                    "/metrics",
                    "file_sd_configs",
                    List.of(mapping("files", List.of("targets/*.yml"))))));
  }

  private static String targets(List<ScrapeTarget> nodes) {
    if (nodes.isEmpty()) {
      return """
          # The nodes to scrape; Prometheus reads this file again when it changes. One entry each:
          # - targets: ['127.0.0.1:9000']
          #   labels: {cluster: local, region: local, node: node-1}
          # hal9 export prometheus --node NAME=HOST:PORT@REGION writes them.
          []
          """;
    }
    return HEAD
        + YAML.writeValueAsString(
            nodes.stream()
                .map(
                    node ->
                        mapping(
                            "targets",
                            List.of(node.address()),
                            "labels",
                            mapping(
                                "cluster", node.cluster(),
                                "region", node.region(),
                                "node", node.node())))
                .toList());
  }

  private static Map<String, Object> alerts() {
    return mapping(
        "groups",
        List.of(
            mapping(
                "name",
                "hal9_alerts",
                "interval",
                "30s",
                "rules",
                AlertRules.all().stream().map(PrometheusFiles::rule).toList())));
  }

  private static Map<String, Object> rule(AlertRule alert) {
    var annotations = mapping("summary", alert.summary());
    if (!alert.description().isEmpty()) {
      annotations.put("description", alert.description());
    }
    var rule = mapping("alert", alert.name(), "expr", alert.expression());
    if (alert.hold().isPositive()) {
      rule.put("for", duration(alert.hold()));
    }
    rule.put("labels", mapping("severity", alert.severity().wireName()));
    rule.put("annotations", annotations);
    return rule;
  }

  /** Prometheus writes minutes as {@code m}. */
  private static String duration(Duration duration) {
    return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
  }

  private static Map<String, Object> recordings() {
    return mapping(
        "groups",
        List.of(
            mapping(
                "name",
                "hal9_recordings",
                "interval",
                "30s",
                "rules",
                RecordingRules.all().stream()
                    .map(
                        each ->
                            mapping("record", each.name(), "expr", RECORDED.of(each.expression())))
                    .toList())));
  }

  private static Map<String, Object> mapping(Object... keysAndValues) {
    var mapping = new LinkedHashMap<String, Object>();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      mapping.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return mapping;
  }
}
