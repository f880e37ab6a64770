package ai.hal9.api.yaml;

import ai.hal9.api.tuning.DurationText;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A mapping of a YAML file, read field by field. Every mistake is noted and reading goes on with
 * the default, so that one pass finds all of them.
 */
public final class Fields {

  private final YamlNode.Mapping mapping;
  private final String path;
  private final List<YamlError> errors;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param mapping what is read
   * @param path where it stands in its file; empty at the top
   * @param errors takes every mistake found
   */
  public Fields(YamlNode.Mapping mapping, String path, List<YamlError> errors) {
    this.mapping = mapping;
    this.path = path;
    this.errors = errors;
  }

  /** The file's top as a mapping; noted as a mistake, in these words, where it is none. */
  public static Optional<Fields> top(YamlNode node, String expected, List<YamlError> errors) {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(new Fields(mapping, "", errors));
    }
    errors.add(new YamlError(node.line(), "", expected));
    return Optional.empty();
  }

  /** The mistakes found so far, in the whole file. */
  public List<YamlError> errors() {
    return errors;
  }

  /** The line the mapping begins on. */
  public int line() {
    return mapping.line();
  }

  /** The line a key's value begins on; the mapping's own where the key is absent. */
  public int line(String key) {
    return node(key).map(YamlNode::line).orElse(line());
  }

  /** The value of a key, whatever it is. */
  public Optional<YamlNode> node(String key) {
    known.add(key);
    return Optional.ofNullable(mapping.entries().get(key));
  }

  /** Notes a mistake at a key; at the mapping itself where the key is empty. */
  public void error(int line, String key, String message) {
    errors.add(new YamlError(line, key.isEmpty() ? path : at(key), message));
  }

  /** The path of a key of this mapping. */
  public String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** A text, or the fallback where the key is absent or no text. */
  public String text(String key, String fallback) {
    return read(key, fallback, "a text", Optional::of);
  }

  /** A whole number within bounds. */
  public long number(String key, long fallback, long least, long most) {
    return read(
        key,
        fallback,
        String.format(Locale.ROOT, "a whole number from %,d to %,d", least, most),
        text -> parseLong(text).filter(value -> value >= least && value <= most));
  }

  /** A number within bounds. */
  public double decimal(String key, double fallback, double least, double most) {
    return read(
        key,
        fallback,
        "a number from %s to %s".formatted(least, most),
        text -> parseDouble(text).filter(value -> value >= least && value <= most));
  }

  /** True or false; false where the key is absent. */
  public boolean flag(String key) {
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

  /** A duration within bounds. */
  public Duration duration(String key, Duration fallback, Duration least, Duration most) {
    return read(
        key,
        fallback,
        "a duration from %s to %s, such as 250ms, 30s or 10min"
            .formatted(DurationText.format(least), DurationText.format(most)),
        text ->
            DurationText.parse(text)
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
  }

  /** A value, or what it refuses itself with ({@link IllegalArgumentException}), noted. */
  public <T> Optional<T> checked(int line, String key, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      error(line, key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Notes that a field that cannot be left out is absent. */
  public void require(String key, String why) {
    if (node(key).isEmpty()) {
      error(mapping.line(), key, "is missing: " + why);
    }
  }

  /** Notes that a field is given where it has no meaning. */
  public void refuse(String key, String why) {
    node(key).ifPresent(node -> error(node.line(), key, why));
  }

  /** A mapping within this one. */
  public Optional<Fields> mapping(String key) {
    return node(key).flatMap(node -> asMapping(node, at(key)));
  }

  /** A list's items, each with the path an error names it by. */
  public <T> List<T> items(String key, Function<Item, Optional<T>> reader) {
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
  public record Item(YamlNode node, String path) {}

  /** A value as a mapping, noted as a mistake where it is none. */
  public Optional<Fields> asMapping(YamlNode node, String where) {
    if (node instanceof YamlNode.Mapping inner) {
      return Optional.of(new Fields(inner, where, errors));
    }
    errors.add(new YamlError(node.line(), where, "must be a mapping, not " + node.kind()));
    return Optional.empty();
  }

  /** Notes every key that nobody asked for; called when all fields have been read. */
  public void done() {
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
    return Nearest.to(key, known.stream())
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

  /** A number, where the text is one. */
  public static Optional<Double> parseDouble(String text) {
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
