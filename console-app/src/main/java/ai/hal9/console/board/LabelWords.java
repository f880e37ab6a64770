package ai.hal9.console.board;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Stage;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.ui.StageWords;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Labels and their values, which telemetry names by identifiers, as a legend tells them. */
public final class LabelWords {

  private static final List<String> STAGES =
      Arrays.stream(Stage.values()).map(Stage::wireName).toList();

  private static final Map<String, String> LABELS =
      Map.of(
          "home", "region",
          "destination", "region",
          "found", "where found",
          "end", "what ended them",
          "from", "where they went",
          "trigger", "what triggered the flush");

  private static final Map<String, Map<String, String>> VALUES =
      Map.of(
          "stage", stages(),
          "level", Map.of("local", "L1 (node memory)", "redis", "L2 (Redis)"),
          "found",
              Map.of(
                  "local", "in node memory",
                  "redis", "in Redis",
                  "missing", "nowhere",
                  "failed", "look-up failed"),
          "end",
              Map.of(
                  "complete", "as all had acted",
                  "time", "as time was over",
                  "left", "as players had left"));

  private final Map<String, String> servers;

  private LabelWords(Map<String, String> servers) {
    this.servers = servers;
  }

  /** With the stores that have been heard. */
  public static LabelWords of(HistoryStore history) {
    var durable = history.labelValues(MetricCatalogue.QUEUE_LENGTH, "server");
    var byRole =
        history.sources().stream()
            .map(heard -> heard.newest().source())
            .filter(LabelWords::store)
            .collect(
                groupingBy(
                    source ->
                        source.kind() == SourceKind.POSTGRES
                            ? "PostgreSQL"
                            : durable.contains(source.name()) ? "durable Redis" : "Redis",
                    TreeMap::new,
                    mapping(TelemetrySource::name, toList())));
    byRole.put(
        "replica", List.copyOf(history.labelValues(MetricCatalogue.REDIS_REPLICA_LAG, "replica")));
    var servers = new TreeMap<String, String>();
    byRole.forEach(
        (role, names) -> names.forEach(name -> servers.putIfAbsent(name, told(role, name, names))));
    return new LabelWords(servers);
  }

  /** What a chart's lines are apart by. */
  static String label(String label) {
    return LABELS.getOrDefault(label, label);
  }

  /** A server, which telemetry names by its address: {@code durable Redis}. */
  public String server(String name) {
    return servers.getOrDefault(name, name);
  }

  /** A label's value: {@code wait for a permit}, {@code durable Redis}. */
  String value(String label, String value) {
    if (value.isEmpty()) {
      return "none";
    }
    if (label.equals("server") || label.equals("replica")) {
      return server(value);
    }
    var known = VALUES.getOrDefault(label, Map.of()).get(value);
    return known != null ? known : label.equals("reason") ? value.replace('-', ' ') : value;
  }

  /** The order in which a label's values are told: stages as a signal passes them. */
  static Comparator<String> order(String label) {
    Comparator<String> byName = Comparator.naturalOrder();
    return label.equals("stage")
        ? Comparator.<String>comparingInt(STAGES::indexOf).thenComparing(byName)
        : byName;
  }

  private static boolean store(TelemetrySource source) {
    return source.kind() == SourceKind.POSTGRES || source.kind() == SourceKind.REDIS;
  }

  /**
   * The role alone where one server has it, else with as much of the address as tells them apart.
   */
  private static String told(String role, String name, List<String> all) {
    if (all.size() == 1) {
      return role;
    }
    var port = name.lastIndexOf(':');
    var oneHost =
        port >= 0 && all.stream().allMatch(other -> other.startsWith(name.substring(0, port + 1)));
    return role + " " + (oneHost ? name.substring(port) : name);
  }

  private static Map<String, String> stages() {
    return Arrays.stream(Stage.values()).collect(toMap(Stage::wireName, StageWords::of));
  }
}
