package ai.hal9.dashboards.model;

import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlReader;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.ExpressionReader;
import ai.hal9.dashboards.expression.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Dashboards as YAML text. */
public final class DashboardYaml {

  private static final YAMLMapper WRITER =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private DashboardYaml() {}

  /**
   * Reads a dashboard and finds everything wrong with it.
   *
   * @param name what it is called
   * @param text YAML
   */
  public static DashboardReading read(String name, String text) {
    var errors = new ArrayList<YamlError>();
    var dashboard =
        new YamlReader(errors)
            .read(text)
            .flatMap(
                node -> Fields.top(node, "a dashboard is a mapping with title and panels", errors))
            .flatMap(fields -> new DashboardReader(fields).read(name));
    if (!errors.isEmpty() || dashboard.isEmpty()) {
      errors.sort(Comparator.comparingInt(YamlError::line));
      return new DashboardReading.Rejected(errors);
    }
    return new DashboardReading.Accepted(dashboard.get());
  }

  /** The text that {@link #read} reads as this dashboard; without comments. */
  public static String write(Dashboard dashboard) {
    var file = new LinkedHashMap<String, Object>();
    file.put("title", dashboard.title());
    putUnlessEmpty(file, "description", dashboard.description());
    file.put("panels", dashboard.panels().stream().map(DashboardYaml::panel).toList());
    return WRITER.writeValueAsString(file);
  }

  private static Map<String, Object> panel(Panel panel) {
    var keys = new LinkedHashMap<String, Object>();
    switch (panel) {
      case Panel.Tile tile -> {
        head(keys, "tile", tile);
        keys.putAll(ExpressionReader.write(tile.value()));
        tile.goals().forEach(goal -> keys.put("goal", goal(goal)));
        tile.beside().ifPresent(beside -> keys.put("beside", plot(beside)));
        putUnlessEmpty(keys, "screen", tile.screen());
      }
      case Panel.Chart chart -> {
        head(keys, "chart", chart);
        if (!chart.goals().isEmpty()) {
          keys.put("goals", chart.goals().stream().map(DashboardYaml::goal).toList());
        }
        keys.put("series", chart.plots().stream().map(DashboardYaml::plot).toList());
      }
    }
    return keys;
  }

  private static void head(Map<String, Object> keys, String kind, Panel panel) {
    keys.put(kind, panel.id());
    keys.put("title", panel.title());
    putUnlessEmpty(keys, "description", panel.description());
    keys.put("width", panel.width());
    keys.put("unit", panel.unit().wireName());
  }

  private static Map<String, Object> plot(Plot plot) {
    var keys = new LinkedHashMap<String, Object>();
    putUnlessEmpty(keys, "name", plot.name());
    keys.putAll(expression(plot.value()));
    switch (plot.split()) {
      case Split.Not() -> {}
      case Split.ByNode() -> keys.put("by", DashboardReader.NODE);
      case Split.ByLabel(var label) -> keys.put("by", label);
    }
    return keys;
  }

  private static Map<String, Object> expression(Expression expression) {
    return ExpressionReader.write(expression);
  }

  private static Object goal(Goal goal) {
    return switch (goal) {
      case Goal.Named(var objective) -> objective.wireName();
      case Goal.Fixed(var bound) ->
          Map.of(
              bound.direction().name().toLowerCase(Locale.ROOT).replace('_', '-'), bound.value());
    };
  }

  private static void putUnlessEmpty(Map<String, Object> keys, String key, String text) {
    if (!text.isEmpty()) {
      keys.put(key, text);
    }
  }
}
