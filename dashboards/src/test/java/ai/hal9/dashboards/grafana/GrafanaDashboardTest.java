package ai.hal9.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.dashboards.catalog.BundledDashboards;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.Panel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds what is written against the types of @grafana/schema 13.2.3, as far as they are used. */
class GrafanaDashboardTest {

  /** What a type demands, and what it allows besides. */
  private record Type(Set<String> required, Set<String> optional) {}

  private static final Map<String, Type> SCHEMA =
      Map.ofEntries(
          Map.entry(
              "Dashboard",
              new Type(
                  Set.of("schemaVersion"),
                  Set.of(
                      "annotations",
                      "description",
                      "editable",
                      "fiscalYearStartMonth",
                      "gnetId",
                      "graphTooltip",
                      "id",
                      "links",
                      "liveNow",
                      "panels",
                      "preload",
                      "refresh",
                      "revision",
                      "snapshot",
                      "tags",
                      "templating",
                      "time",
                      "timepicker",
                      "timezone",
                      "title",
                      "uid",
                      "version",
                      "weekStart"))),
          Map.entry(
              "VariableModel",
              new Type(
                  Set.of("name", "type"),
                  Set.of(
                      "allValue",
                      "allowCustomValue",
                      "current",
                      "datasource",
                      "description",
                      "hide",
                      "includeAll",
                      "label",
                      "multi",
                      "options",
                      "query",
                      "refresh",
                      "regex",
                      "skipUrlSync",
                      "sort",
                      "staticOptions"))),
          Map.entry("VariableOption", new Type(Set.of("text", "value"), Set.of("selected"))),
          Map.entry("DataSourceRef", new Type(Set.of(), Set.of("type", "uid"))),
          Map.entry(
              "Panel",
              new Type(
                  Set.of("type"),
                  Set.of(
                      "cacheTimeout",
                      "datasource",
                      "description",
                      "fieldConfig",
                      "gridPos",
                      "id",
                      "interval",
                      "links",
                      "maxDataPoints",
                      "options",
                      "pluginVersion",
                      "repeat",
                      "targets",
                      "timeFrom",
                      "title",
                      "transformations",
                      "transparent"))),
          Map.entry("GridPos", new Type(Set.of("h", "w", "x", "y"), Set.of("static"))),
          Map.entry("FieldConfigSource", new Type(Set.of("defaults", "overrides"), Set.of())),
          Map.entry(
              "FieldConfig",
              new Type(
                  Set.of(),
                  Set.of(
                      "color",
                      "custom",
                      "decimals",
                      "description",
                      "displayName",
                      "mappings",
                      "max",
                      "min",
                      "noValue",
                      "thresholds",
                      "unit"))),
          Map.entry("FieldColor", new Type(Set.of("mode"), Set.of("fixedColor", "seriesBy"))),
          Map.entry("ThresholdsConfig", new Type(Set.of("mode", "steps"), Set.of())),
          Map.entry("Threshold", new Type(Set.of("color", "value"), Set.of())),
          Map.entry(
              "GraphFieldConfig",
              new Type(
                  Set.of(),
                  Set.of(
                      "drawStyle",
                      "fillOpacity",
                      "gradientMode",
                      "lineInterpolation",
                      "lineWidth",
                      "pointSize",
                      "showPoints",
                      "spanNulls",
                      "thresholdsStyle"))),
          Map.entry(
              "StatOptions",
              new Type(
                  Set.of(
                      "colorMode",
                      "graphMode",
                      "justifyMode",
                      "orientation",
                      "percentChangeColorMode",
                      "reduceOptions",
                      "showPercentChange",
                      "textMode",
                      "wideLayout"),
                  Set.of("text"))),
          Map.entry(
              "ReduceDataOptions", new Type(Set.of("calcs"), Set.of("fields", "limit", "values"))),
          Map.entry("TimeSeriesOptions", new Type(Set.of("legend", "tooltip"), Set.of("timezone"))),
          Map.entry(
              "VizLegendOptions",
              new Type(Set.of("calcs", "placement", "showLegend"), Set.of("displayMode", "width"))),
          Map.entry("VizTooltipOptions", new Type(Set.of("mode", "sort"), Set.of("maxHeight"))));

  static List<Dashboard> bundled() {
    return BundledDashboards.all();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void json_ofEveryDashboard_isOfTheSchema(Dashboard dashboard) {
    var root = tree(dashboard);

    is("Dashboard", root);
    assertThat(root.path("schemaVersion").asInt()).isEqualTo(42);
    for (var variable : root.path("templating").path("list")) {
      is("VariableModel", variable);
      assertThat(variable.path("type").asString()).isIn("datasource", "query");
      if (variable.has("current")) {
        is("VariableOption", variable.path("current"));
      }
    }
    assertThat(root.path("panels")).hasSameSizeAs(dashboard.panels());
    root.path("panels").forEach(GrafanaDashboardTest::isPanel);
  }

  private static void isPanel(JsonNode panel) {
    is("Panel", panel);
    is("DataSourceRef", panel.path("datasource"));
    is("GridPos", panel.path("gridPos"));
    var position = panel.path("gridPos");
    assertThat(position.path("x").asInt() + position.path("w").asInt()).isLessThanOrEqualTo(24);
    var config = panel.path("fieldConfig");
    is("FieldConfigSource", config);
    var defaults = config.path("defaults");
    is("FieldConfig", defaults);
    is("FieldColor", defaults.path("color"));
    assertThat(defaults.path("color").path("mode").asString())
        .isIn("thresholds", "palette-classic");
    is("ThresholdsConfig", defaults.path("thresholds"));
    isAscending(defaults.path("thresholds").path("steps"));
    var options = panel.path("options");
    switch (panel.path("type").asString()) {
      case "stat" -> {
        is("StatOptions", options);
        is("ReduceDataOptions", options.path("reduceOptions"));
      }
      case "timeseries" -> {
        is("TimeSeriesOptions", options);
        is("VizLegendOptions", options.path("legend"));
        is("VizTooltipOptions", options.path("tooltip"));
        is("GraphFieldConfig", defaults.path("custom"));
        assertThat(defaults.path("custom").path("spanNulls").asBoolean(true)).isFalse();
      }
      default -> throw new AssertionError(panel);
    }
    for (var target : panel.path("targets")) {
      assertThat(target.path("expr").asString()).contains("region=~\"$region\"", "node=~\"$node\"");
      assertThat(target.path("refId").asString()).matches("[A-Z]");
    }
  }

  /** The first has no value, each other a larger one than before. */
  private static void isAscending(JsonNode steps) {
    var before = Double.NEGATIVE_INFINITY;
    for (var i = 0; i < steps.size(); i++) {
      is("Threshold", steps.path(i));
      var value = steps.path(i).path("value");
      assertThat(value.isNull()).isEqualTo(i == 0);
      if (i > 0) {
        assertThat(value.asDouble()).isGreaterThan(before);
        before = value.asDouble();
      }
    }
  }

  @Test
  void performance_isTheDocumentsFile_withItsQueriesAndLevels() {
    var dashboard = BundledDashboards.named("performance").orElseThrow();
    var root = tree(dashboard);

    assertThat(GrafanaDashboard.fileName(dashboard)).isEqualTo("hal9-performance.json");
    assertThat(root.path("templating").path("list").findValuesAsString("name"))
        .containsExactly("datasource", "region", "node");
    assertThat(root.findValuesAsString("expr"))
        .anyMatch(expr -> expr.startsWith("histogram_quantile(0.5,"))
        .anyMatch(expr -> expr.startsWith("histogram_quantile(0.95,"))
        .anyMatch(expr -> expr.startsWith("histogram_quantile(0.99,"))
        .anyMatch(expr -> expr.contains("hal9_cache_hits_total"))
        .anyMatch(expr -> expr.contains("hal9_batch_size_average"))
        .anyMatch(expr -> expr.contains("hal9_parallel_tasks_active"));
    var latency = panel(root, "Processing latency").path("fieldConfig").path("defaults");
    assertThat(latency.path("unit").asString()).isEqualTo("s");
    assertThat(latency.path("thresholds").path("steps"))
        .extracting(step -> step.path("value").asDouble(0))
        .containsExactly(0.0, 0.02, 0.05, 0.1);
  }

  @Test
  void panels_ofATileRow_standSideBySide() {
    var overview = BundledDashboards.named("overview").orElseThrow();
    var positions = tree(overview).path("panels");

    assertThat(overview.panels().getFirst().width()).isEqualTo(Panel.COLUMNS / 6);
    assertThat(positions)
        .extracting(panel -> panel.path("gridPos").path("x").asInt())
        .startsWith(0, 4, 8, 12, 16, 20, 0, 4);
    assertThat(positions)
        .extracting(panel -> panel.path("gridPos").path("y").asInt())
        .startsWith(0, 0, 0, 0, 0, 0, 4, 4);
  }

  private static JsonNode panel(ObjectNode root, String title) {
    for (var panel : root.path("panels")) {
      if (panel.path("title").asString().equals(title)) {
        return panel;
      }
    }
    throw new AssertionError("no panel " + title);
  }

  private static ObjectNode tree(Dashboard dashboard) {
    return GrafanaDashboard.tree(dashboard, SloProfiles.standard());
  }

  private static void is(String name, JsonNode node) {
    var type = Objects.requireNonNull(SCHEMA.get(name), name);
    assertThat(node.isObject()).as("%s: %s", name, node).isTrue();
    assertThat(node.propertyNames()).as(name).containsAll(type.required());
    assertThat(node.propertyNames())
        .as(name)
        .allMatch(key -> type.required().contains(key) || type.optional().contains(key));
  }
}
