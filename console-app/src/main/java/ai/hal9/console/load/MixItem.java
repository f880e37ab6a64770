package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlNode;
import ai.hal9.sim.scenario.RequestTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of request of a scenario's mix, as written: what a form does not show stays with it.
 *
 * @param entries by key, in their order
 */
record MixItem(Map<String, YamlNode> entries) {

  /** What a scenario without a mix sends. */
  static final MixItem SIGNAL =
      new MixItem(Map.of())
          .with("name", RequestTemplate.SIGNAL.name())
          .with("method", RequestTemplate.SIGNAL.method())
          .with("path", RequestTemplate.SIGNAL.path())
          .with("body", RequestTemplate.SIGNAL.body());

  /** Another kind, to be changed into what is wanted. */
  static final MixItem OTHER =
      new MixItem(Map.of()).with("name", "status").with("path", "/api/v1/status");

  MixItem {
    entries = new LinkedHashMap<>(entries);
  }

  /** A single value as text; empty where there is none, or where it is more than that. */
  String text(String key) {
    return YamlText.scalar(Optional.ofNullable(entries.get(key)));
  }

  /** A value on one line, whatever it is. */
  String written(String key) {
    var node = entries.get(key);
    return node == null || node instanceof YamlNode.Scalar ? text(key) : YamlText.flow(node);
  }

  /** Whether a value is more than a single one, which a field cannot edit. */
  boolean composed(String key) {
    return entries.containsKey(key) && !(entries.get(key) instanceof YamlNode.Scalar);
  }

  /** This with another value; an empty one takes the key away. */
  MixItem with(String key, String value) {
    var changed = new LinkedHashMap<>(entries);
    if (value.isBlank()) {
      changed.remove(key);
    } else {
      changed.put(key, new YamlNode.Scalar(0, value));
    }
    return new MixItem(changed);
  }

  /** As an item of a list. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    entries.forEach(
        (key, value) ->
            lines.add(
                "%s%s: %s"
                    .formatted(lines.isEmpty() ? "  - " : "    ", key, YamlText.flow(value))));
    return lines.isEmpty() ? List.of("  - {}") : lines;
  }
}
