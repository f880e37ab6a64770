package ai.hal9.engine.http;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body of a tuning change: {@code {"scope": "node|cluster", "values": {key: value},
 * "who": …, "why": …, "revert_after": "30s", "expected_version": n}}. A value of {@code null} lets
 * go of what is set in the scope. Scope is the node's and the last three may be absent. Unlike a
 * signal's, an unknown field is refused: a misspelt {@code revert_after} must not go unnoticed.
 */
final class TuningRequest {

  /** What the bytes were. */
  sealed interface Read {
    record Change(TuningChange change) implements Read {}

    record Wrong(Problem problem) implements Read {}
  }

  private static final Set<String> FIELDS =
      Set.of("scope", "values", "who", "why", "revert_after", "expected_version");

  private final JsonNode root;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> unset = new LinkedHashSet<>();
  private final List<Map<String, String>> wrong = new ArrayList<>();

  private TuningRequest(JsonNode root) {
    this.root = root;
  }

  static Read read(byte[] bytes, int length) {
    return switch (JsonBody.read(bytes, length)) {
      case JsonBody.Read.Tree(var root) -> new TuningRequest(root).change();
      case JsonBody.Read.Wrong(var problem) -> new Read.Wrong(problem);
    };
  }

  private Read change() {
    for (var name : root.propertyNames()) {
      if (!FIELDS.contains(name)) {
        wrong(name, "is unknown");
      }
    }
    var scope = scope();
    readValues();
    var who = text("who");
    if (who.isBlank()) {
      wrong("who", "must say who asks");
    }
    var why = text("why");
    var revertAfter = revertAfter();
    var expected = expectedVersion();
    return wrong.isEmpty()
        ? new Read.Change(new TuningChange(scope, values, unset, who, why, revertAfter, expected))
        : new Read.Wrong(
            new Problem(400, "invalid-field", "The change cannot be read.", Duration.ZERO, wrong));
  }

  private TuningScope scope() {
    return switch (text("scope")) {
      case "", "node" -> TuningScope.NODE;
      case "cluster" -> TuningScope.CLUSTER;
      default -> {
        wrong("scope", "must be node or cluster");
        yield TuningScope.NODE;
      }
    };
  }

  private void readValues() {
    var node = root.path("values");
    if (!node.isObject() || node.isEmpty()) {
      wrong("values", "must be an object with at least one key");
      return;
    }
    for (var entry : node.properties()) {
      if (entry.getValue().isNull()) {
        unset.add(entry.getKey());
      } else if (entry.getValue().isValueNode()) {
        values.put(entry.getKey(), entry.getValue().asString());
      } else {
        wrong("values." + entry.getKey(), "must be a single value, or null");
      }
    }
  }

  private @Nullable Duration revertAfter() {
    var text = text("revert_after");
    if (text.isEmpty()) {
      return null;
    }
    var after = DurationText.parse(text).filter(Duration::isPositive);
    if (after.isEmpty()) {
      wrong("revert_after", "must be a time such as 30s");
    }
    return after.orElse(null);
  }

  private @Nullable Long expectedVersion() {
    var node = root.path("expected_version");
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      wrong("expected_version", "must be a whole number");
      return null;
    }
    return node.asLong();
  }

  private String text(String field) {
    var node = root.path(field);
    if (node.isString()) {
      return node.asString();
    }
    if (!node.isMissingNode() && !node.isNull()) {
      wrong(field, "must be a string");
    }
    return "";
  }

  private void wrong(String field, String message) {
    wrong.add(Problem.violation("field", field, "message", message));
  }
}
