package ai.hal9.sim.scenario;

import ai.hal9.api.tuning.DurationText;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A mapping of a scenario file, read field by field. Every mistake is noted and reading goes on
 * with the default, so that one pass finds all of them.
 */
final class Fields {

  private final YamlNode.Mapping mapping;
  private final String path;
  private final List<ScenarioError> errors;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(YamlNode.Mapping mapping, String path, List<ScenarioError> errors) {
    this.mapping = mapping;
    this.path = path;
    this.errors = errors;
  }

  List<ScenarioError> errors() {
    return errors;
  }

  int line() {
    return mapping.line();
  }

  Optional<YamlNode> node(String key) {
    known.add(key);
    return Optional.ofNullable(mapping.entries().get(key));
  }

  void error(int line, String key, String message) {
    errors.add(new ScenarioError(line, key.isEmpty() ? path : at(key), message));
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String text(String key, String fallback) {
    return read(key, fallback, "a text", Optional::of);
  }

  long number(String key, long fallback, long least, long most) {
    return read(
        key,
        fallback,
        String.format(Locale.ROOT, "a whole number from %,d to %,d", least, most),
        text -> parseLong(text).filter(value -> value >= least && value <= most));
  }

  double decimal(String key, double fallback, double least, double most) {
    return read(
        key,
        fallback,
        "a number from %s to %s".formatted(least, most),
        text -> parseDouble(text).filter(value -> value >= least && value <= most));
  }

  boolean flag(String key) {
    return read(
        key,
        false,
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  Duration duration(String key, Duration fallback, Duration least, Duration most) {
    return read(
        key,
        fallback,
        "a duration from %s to %s, such as 250ms, 30s or 10min"
            .formatted(DurationText.format(least), DurationText.format(most)),
        text ->
            DurationText.parse(text)
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
  }

  /** Notes that a field this executor cannot do without is absent. */
  void require(String key, String why) {
    if (node(key).isEmpty()) {
      error(mapping.line(), key, "is missing: " + why);
    }
  }

  /** Notes that a field is given where it has no meaning. */
  void refuse(String key, String why) {
    node(key).ifPresent(node -> error(node.line(), key, why));
  }

  Optional<Fields> mapping(String key) {
    return node(key).flatMap(node -> asMapping(node, at(key)));
  }

  /** A list's items, each with the path an error names it by. */
  <T> List<T> items(String key, Function<Item, Optional<T>> reader) {
    return node(key).map(node -> itemsOf(node, key, reader)).orElse(List.of());
  }

  private <T> List<T> itemsOf(YamlNode node, String key, Function<Item, Optional<T>> reader) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      error(node.line(), key, "must be a list, not " + node.kind());
      return List.of();
    }
    var index = new int[1];
    return sequence.items().stream()
        .flatMap(item -> reader.apply(new Item(item, at(key) + "[" + index[0]++ + "]")).stream())
        .toList();
  }

  /** An item of a list. */
  record Item(YamlNode node, String path) {}

  Optional<Fields> asMapping(YamlNode node, String where) {
    if (node instanceof YamlNode.Mapping inner) {
      return Optional.of(new Fields(inner, where, errors));
    }
    errors.add(new ScenarioError(node.line(), where, "must be a mapping, not " + node.kind()));
    return Optional.empty();
  }

  /** Notes every key that nobody asked for; called when all fields have been read. */
  void done() {
    mapping
        .entries()
        .forEach(
            (key, node) -> {
              if (!known.contains(key)) {
                error(node.line(), key, "is unknown" + suggestion(key));
              }
            });
  }

  private String suggestion(String key) {
    return known.stream()
        .min(Comparator.comparingInt(other -> distance(key, other)))
        .filter(other -> distance(key, other) <= Math.max(2, key.length() / 3))
        .map(other -> "; did you mean '" + other + "'?")
        .orElse("; known here: " + known.stream().sorted().collect(Collectors.joining(", ")));
  }

  private <T> T read(String key, T fallback, String wanted, Function<String, Optional<T>> parse) {
    var node = node(key);
    if (node.isEmpty()) {
      return fallback;
    }
    var value =
        node.get() instanceof YamlNode.Scalar scalar
            ? parse.apply(scalar.text())
            : Optional.<T>empty();
    if (value.isEmpty()) {
      error(node.get().line(), key, "must be " + wanted + ", not " + node.get().kind());
    }
    return value.orElse(fallback);
  }

  private static Optional<Long> parseLong(String text) {
    try {
      return Optional.of(Long.parseLong(text.replace("_", "")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<Double> parseDouble(String text) {
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Levenshtein's distance: the fewest insertions, deletions and replacements. */
  private static int distance(String one, String two) {
    var row = new int[two.length() + 1];
    for (var j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j < row.length; j++) {
        var replaced = diagonal + (one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[two.length()];
  }
}
