package ai.hal9.sim.telemetry;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOrigin.Authority;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.api.tuning.ValueSource;
import ai.hal9.api.tuning.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /api/v1/tuning} takes and gives. */
final class TuningJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TuningJson() {}

  static String body(TuningChange change) {
    var body = JSON.createObjectNode();
    body.put("scope", lower(change.scope()));
    body.put("who", change.who());
    body.put("why", change.why());
    var values = body.putObject("values");
    new TreeMap<>(change.values()).forEach(values::put);
    new TreeSet<>(change.unset()).forEach(values::putNull);
    var revertAfter = change.revertAfter();
    if (revertAfter != null) {
      body.put("revert_after", DurationText.format(revertAfter));
    }
    change.insistsOn().ifPresent(version -> body.put("expected_version", version));
    return body.toString();
  }

  /**
   * What a node tells of its tuning.
   *
   * @throws IllegalArgumentException if it uses a word that is not known here
   */
  static TuningReading reading(JsonNode data) {
    var parameters = new ArrayList<TuningParameter>();
    var values = new TreeMap<String, String>();
    var sources = new TreeMap<String, ValueSource>();
    var inherited = new EnumMap<TuningScope, Map<String, String>>(TuningScope.class);
    for (var node : data.path("parameters")) {
      var parameter = parameter(node);
      parameters.add(parameter);
      values.put(parameter.key(), node.path("value").asString(""));
      sources.put(parameter.key(), word(ValueSource.class, node.path("source")));
      for (var scope : TuningScope.values()) {
        var beneath = node.path("inherited").path(lower(scope));
        if (beneath.isString()) {
          inherited
              .computeIfAbsent(scope, _ -> new TreeMap<>())
              .put(parameter.key(), beneath.asString());
        }
      }
    }
    var versions = new EnumMap<TuningScope, Long>(TuningScope.class);
    var history = new EnumMap<TuningScope, List<TuningVersion>>(TuningScope.class);
    for (var scope : TuningScope.values()) {
      versions.put(scope, data.path(lower(scope) + "_version").asLong(0));
      var lines = new ArrayList<TuningVersion>();
      data.path("history").path(lower(scope)).forEach(line -> lines.add(version(line)));
      history.put(scope, List.copyOf(lines));
    }
    return new TuningReading(versions, parameters, values, sources, inherited, history);
  }

  /**
   * What a node tells of the audit.
   *
   * @throws IllegalArgumentException if it uses a word that is not known here
   */
  static TuningAuditPage page(JsonNode data) {
    var changes = new ArrayList<TuningVersion>();
    data.path("changes").forEach(line -> changes.add(version(line)));
    var next = data.path("next").asString("");
    return new TuningAuditPage(changes, next.isEmpty() ? null : next);
  }

  static TuningVersion version(JsonNode data) {
    var revertAt = data.path("revert_at").asString("");
    return new TuningVersion(
        data.path("version").asLong(),
        word(TuningScope.class, data.path("scope")),
        Instant.parse(data.path("time").asString()),
        data.path("who").asString(""),
        data.path("why").asString(""),
        texts(data.path("before")),
        texts(data.path("after")),
        revertAt.isEmpty() ? null : Instant.parse(revertAt),
        new TuningOrigin(
            data.path("node").asString(""),
            data.path("authority").isMissingNode()
                ? Authority.UNKNOWN
                : word(Authority.class, data.path("authority"))),
        keys(data.path("inherited")),
        keys(data.path("unset")));
  }

  static List<TuningViolation> violations(JsonNode problem) {
    var violations = new ArrayList<TuningViolation>();
    for (var violation : problem.path("violations")) {
      violations.add(
          new TuningViolation(
              violation.path("key").asString(""),
              violation.path("value").asString(""),
              violation.path("allowed").asString("")));
    }
    return violations;
  }

  private static TuningParameter parameter(JsonNode node) {
    var choices = new ArrayList<String>();
    node.path("choices").forEach(choice -> choices.add(choice.asString()));
    return new TuningParameter(
        node.path("key").asString(),
        word(ValueType.class, node.path("type")),
        node.path("unit").asString(""),
        node.path("min").asDouble(),
        node.path("max").asDouble(),
        node.path("default").asString(""),
        choices,
        word(Application.class, node.path("application")),
        node.path("trades").asString(""));
  }

  private static Set<String> keys(JsonNode node) {
    var keys = new TreeSet<String>();
    node.forEach(key -> keys.add(key.asString("")));
    return keys;
  }

  private static Map<String, String> texts(JsonNode node) {
    var texts = new TreeMap<String, String>();
    node.forEachEntry((key, value) -> texts.put(key, value.asString("")));
    return texts;
  }

  private static <E extends Enum<E>> E word(Class<E> family, JsonNode node) {
    return Enum.valueOf(family, node.asString("").toUpperCase(Locale.ROOT));
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
