package ai.hal9.dashboards.grafana;

import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.SloProfile;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dashboard in the model of Grafana's {@code @grafana/schema}, kind Dashboard, as its import and
 * its provisioning take it. It reads from a Prometheus that scrapes by the exported configuration;
 * data source, region and node are chosen on top.
 */
public final class GrafanaDashboard {

  /** The schema's version written; Grafana migrates older ones to its own. */
  static final int SCHEMA_VERSION = 42;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private GrafanaDashboard() {}

  /** The file's name: {@code hal9-overview.json} for the dashboard overview. */
  public static String fileName(Dashboard dashboard) {
    return uid(dashboard) + ".json";
  }

  /**
   * The dashboard as JSON text.
   *
   * @param profile says the thresholds
   */
  public static String json(Dashboard dashboard, SloProfile profile) {
    return JSON.writeValueAsString(tree(dashboard, profile)) + "\n";
  }

  static ObjectNode tree(Dashboard dashboard, SloProfile profile) {
    var root = JSON.createObjectNode();
    root.putNull("id");
    root.put("uid", uid(dashboard));
    root.put("title", "HAL9 / " + dashboard.title());
    root.put("description", dashboard.description());
    root.putArray("tags").add("hal9");
    root.put("editable", true);
    // 1: one crosshair for all panels
    root.put("graphTooltip", 1);
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("refresh", "5s");
    root.put("timezone", "browser");
    root.putObject("time").put("from", "now-15m").put("to", "now");
    root.putObject("annotations").putArray("list");
    variables(root.putObject("templating").putArray("list"));
    var grid = new GrafanaGrid();
    var panels = root.putArray("panels");
    for (var panel : dashboard.panels()) {
      var written = new GrafanaPanel(panels.addObject(), profile);
      written.write(panels.size(), panel, grid);
    }
    return root;
  }

  private static String uid(Dashboard dashboard) {
    return "hal9-" + dashboard.name();
  }

  private static void variables(ArrayNode list) {
    list.addObject()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("type", "datasource")
        .put("query", "prometheus")
        .put("refresh", 1);
    labelVariable(
        list.addObject(), "region", "Region", "label_values(hal9_uptime_seconds, region)");
    labelVariable(
        list.addObject(),
        "node",
        "Node",
        "label_values(hal9_uptime_seconds{region=~\"$region\"}, node)");
  }

  private static void labelVariable(ObjectNode variable, String name, String label, String query) {
    variable.put("name", name).put("label", label).put("type", "query");
    GrafanaPanel.datasource(variable);
    variable.putObject("query").put("query", query).put("refId", name);
    // 2: read again whenever the time range changes
    variable.put("refresh", 2).put("sort", 7);
    variable.put("multi", true).put("includeAll", true).put("allValue", ".*");
    var current = variable.putObject("current");
    current.putArray("text").add("All");
    current.putArray("value").add("$__all");
  }
}
