package ai.hal9.dashboards.grafana;

import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.expression.Unit;
import ai.hal9.dashboards.model.Bound;
import ai.hal9.dashboards.model.Goal;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.dashboards.model.Plot;
import ai.hal9.dashboards.model.SloProfile;
import ai.hal9.dashboards.prometheus.PromQl;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One panel of Grafana's model. */
final class GrafanaPanel {

  private static final PromQl QUERIES =
      PromQl.over("region=~\"$region\",node=~\"$node\"", "$__rate_interval", List.of());

  private static final String GOOD = "green";
  private static final String BAD = "red";
  private static final String NEUTRAL = "text";

  private final ObjectNode json;
  private final SloProfile profile;

  GrafanaPanel(ObjectNode json, SloProfile profile) {
    this.json = json;
    this.profile = profile;
  }

  /** Names the data source that the variable of that name chooses. */
  static void datasource(ObjectNode owner) {
    owner.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
  }

  void write(int id, Panel panel, GrafanaGrid grid) {
    json.put("id", id);
    json.put("title", panel.title());
    json.put("description", panel.description());
    datasource(json);
    grid.place(panel, json.putObject("gridPos"));
    switch (panel) {
      case Panel.Tile tile -> {
        json.put("type", "stat");
        var targets = json.putArray("targets");
        target(targets, tile.value(), new Split.Not(), tile.title());
        tile.beside()
            .ifPresent(beside -> target(targets, beside.value(), beside.split(), beside.name()));
        statOptions(json.putObject("options"), tile.beside().isPresent());
      }
      case Panel.Chart chart -> {
        json.put("type", "timeseries");
        var targets = json.putArray("targets");
        chart.plots().forEach(plot -> target(targets, plot.value(), plot.split(), legend(plot)));
        chartOptions(json.putObject("options"));
      }
    }
    fieldConfig(json.putObject("fieldConfig"), panel);
  }

  private static void target(ArrayNode targets, Expression expression, Split split, String legend) {
    var target = targets.addObject();
    target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
    datasource(target);
    target.put("editorMode", "code");
    target.put("expr", QUERIES.of(expression, split));
    target.put("legendFormat", legend);
    target.put("range", true);
  }

  private static String legend(Plot plot) {
    var label =
        switch (plot.split()) {
          case Split.Not() -> "";
          case Split.ByNode() -> "{{node}}";
          case Split.ByLabel(var name) -> "{{" + name + "}}";
        };
    return (plot.name() + " " + label).strip();
  }

  private static void statOptions(ObjectNode options, boolean named) {
    var reduce = options.putObject("reduceOptions");
    reduce.putArray("calcs").add("lastNotNull");
    reduce.put("fields", "").put("values", false);
    options
        .put("orientation", "auto")
        .put("textMode", named ? "value_and_name" : "value")
        .put("justifyMode", "auto");
    options.put("colorMode", "value").put("graphMode", "area").put("wideLayout", true);
    options.put("showPercentChange", false).put("percentChangeColorMode", "standard");
  }

  private static void chartOptions(ObjectNode options) {
    var legend = options.putObject("legend");
    legend.putArray("calcs");
    legend.put("displayMode", "list").put("placement", "bottom").put("showLegend", true);
    options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
  }

  private void fieldConfig(ObjectNode config, Panel panel) {
    config.putArray("overrides");
    var defaults = config.putObject("defaults");
    defaults.put("unit", unit(panel.unit()));
    defaults.put("min", 0);
    var bounds = panel.goals().stream().flatMap(goal -> bound(goal).stream()).toList();
    thresholds(defaults.putObject("thresholds"), bounds);
    switch (panel) {
      case Panel.Tile _ -> defaults.putObject("color").put("mode", "thresholds");
      case Panel.Chart _ -> {
        defaults.putObject("color").put("mode", "palette-classic");
        var custom = defaults.putObject("custom");
        custom.put("drawStyle", "line").put("lineWidth", 1).put("fillOpacity", 0);
        // a gap is a gap
        custom.put("spanNulls", false).put("showPoints", "never");
        custom.putObject("thresholdsStyle").put("mode", bounds.isEmpty() ? "off" : "dashed");
      }
    }
  }

  private Optional<Bound> bound(Goal goal) {
    return profile.bound(goal);
  }

  /** Grafana's steps ascend, the first without a value: the colour below the lowest bound. */
  private static void thresholds(ObjectNode thresholds, List<Bound> bounds) {
    thresholds.put("mode", "absolute");
    var steps = thresholds.putArray("steps");
    var sorted = bounds.stream().sorted(Comparator.comparingDouble(Bound::value)).toList();
    steps
        .addObject()
        .put("color", sorted.isEmpty() ? NEUTRAL : below(sorted.getFirst()))
        .putNull("value");
    for (var bound : sorted) {
      steps.addObject().put("color", above(bound)).put("value", bound.value());
    }
  }

  private static String below(Bound bound) {
    return switch (bound.direction()) {
      case AT_MOST -> GOOD;
      case AT_LEAST -> BAD;
      case AIM -> NEUTRAL;
    };
  }

  private static String above(Bound bound) {
    return switch (bound.direction()) {
      case AT_MOST -> BAD;
      case AT_LEAST, AIM -> GOOD;
    };
  }

  private static String unit(Unit unit) {
    return switch (unit) {
      case SECONDS -> "s";
      case BYTES -> "bytes";
      case SHARE -> "percentunit";
      case COUNT -> "short";
      case PER_SECOND -> "cps";
      case BYTES_PER_SECOND -> "Bps";
      case CORES -> "suffix:cores";
      case DOLLARS -> "currencyUSD";
    };
  }
}
