package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlNode;
import ai.hal9.api.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * YAML that can be changed key by key: what is not changed stays as the user wrote it, comments
 * too. Values are texts, right or wrong, so that a form can show what stands there.
 */
final class YamlText {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9](?:[\\w ./%+*@-]*[\\w./%+*@-])?");
  private static final Pattern COMMENT = Pattern.compile("\\s+#[^'\"]*$");

  private final String text;
  private final Optional<YamlNode.Mapping> tree;

  private YamlText(String text, Optional<YamlNode.Mapping> tree) {
    this.text = text;
    this.tree = tree;
  }

  static YamlText of(String text) {
    var errors = new ArrayList<YamlError>();
    var tree = mapping(new YamlReader(errors).read(text));
    var empty = text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"));
    return new YamlText(
        text, empty ? Optional.of(new YamlNode.Mapping(1, new LinkedHashMap<>())) : tree);
  }

  /** Whether it is a mapping of keys to values, so that a form can show and change it. */
  boolean readable() {
    return tree.isPresent();
  }

  String text() {
    return text;
  }

  /** What stands at a key. */
  Optional<YamlNode> node(String key) {
    return tree.map(YamlNode.Mapping::entries).map(entries -> entries.get(key));
  }

  /** The value at a key, or at a key of a mapping ({@code data.users}); empty where absent. */
  String value(String path) {
    var dot = path.indexOf('.');
    return dot < 0
        ? scalar(node(path))
        : scalar(Optional.ofNullable(inner(path.substring(0, dot)).get(path.substring(dot + 1))));
  }

  /** This with another value at a key, or at a key of a mapping; an empty value takes it away. */
  YamlText with(String path, String value) {
    var dot = path.indexOf('.');
    if (dot < 0) {
      return value.isBlank()
          ? without(path)
          : withBlock(path, List.of(path + ": " + quoted(value)));
    }
    var key = path.substring(0, dot);
    var inner = new LinkedHashMap<String, String>();
    inner(key).forEach((name, node) -> inner.put(name, scalar(Optional.of(node))));
    if (value.isBlank()) {
      inner.remove(path.substring(dot + 1));
    } else {
      inner.put(path.substring(dot + 1), value);
    }
    return inner.isEmpty() ? without(key) : withBlock(key, List.of(key + ": " + flow(inner)));
  }

  /** This without a key. */
  YamlText without(String key) {
    var block = block(key);
    if (block.isEmpty()) {
      return this;
    }
    var lines = new ArrayList<>(text.lines().toList());
    lines.subList(block.get().begin(), block.get().end()).clear();
    return of(joined(lines));
  }

  /** This with other lines for a key and its value; at the end where it had none. */
  YamlText withBlock(String key, List<String> written) {
    var lines = new ArrayList<>(text.lines().toList());
    var block = block(key);
    if (block.isEmpty()) {
      lines.addAll(written);
      return of(joined(lines));
    }
    var place = lines.subList(block.get().begin(), block.get().end());
    var comment = COMMENT.matcher(place.getFirst());
    var kept = new ArrayList<>(written);
    if (place.size() == 1 && written.size() == 1 && comment.find()) {
      kept.set(0, written.getFirst() + comment.group());
    }
    place.clear();
    place.addAll(kept);
    return of(joined(lines));
  }

  /** This with a further key after another one. */
  YamlText withAfter(String before, String key, String value) {
    var lines = new ArrayList<>(text.lines().toList());
    var block = block(before);
    lines.add(block.isPresent() ? block.get().end() : lines.size(), key + ": " + quoted(value));
    return of(joined(lines));
  }

  private Map<String, YamlNode> inner(String key) {
    return mapping(node(key)).map(YamlNode.Mapping::entries).orElseGet(LinkedHashMap::new);
  }

  /** The lines of a key with its value, from the first to before the last. */
  private record Block(int begin, int end) {}

  private Optional<Block> block(String key) {
    var lines = text.lines().toList();
    var head = Pattern.compile(Pattern.quote(key) + "\\s*:(\\s.*)?");
    for (var begin = 0; begin < lines.size(); begin++) {
      if (head.matcher(lines.get(begin)).matches()) {
        var end = begin + 1;
        for (var i = end; i < lines.size() && within(lines.get(i)); i++) {
          if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
            end = i + 1;
          }
        }
        return Optional.of(new Block(begin, end));
      }
    }
    return Optional.empty();
  }

  private static boolean within(String line) {
    return line.isBlank()
        || Character.isWhitespace(line.charAt(0))
        || line.startsWith("#")
        || line.startsWith("- ")
        || line.startsWith("}")
        || line.startsWith("]");
  }

  private static String joined(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** A node that is a mapping. */
  static Optional<YamlNode.Mapping> mapping(Optional<YamlNode> node) {
    return node.filter(YamlNode.Mapping.class::isInstance).map(YamlNode.Mapping.class::cast);
  }

  /** A node's text where it is a single value; else empty. */
  static String scalar(Optional<YamlNode> node) {
    return node.filter(YamlNode.Scalar.class::isInstance)
        .map(found -> ((YamlNode.Scalar) found).text())
        .orElse("");
  }

  /** A node's items where it is a list. */
  static List<YamlNode> items(Optional<YamlNode> node) {
    return node.filter(YamlNode.Sequence.class::isInstance)
        .map(found -> ((YamlNode.Sequence) found).items())
        .orElse(List.of());
  }

  /** Texts by key on one line. */
  static String flow(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + quoted(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Any value on one line. */
  static String flow(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> quoted(scalar.text());
      case YamlNode.Sequence list ->
          list.items().stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
      case YamlNode.Mapping mapping ->
          mapping.entries().entrySet().stream()
              .map(entry -> quoted(entry.getKey()) + ": " + flow(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  /** A text as YAML reads it back, on one line. */
  static String quoted(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    return value.indexOf('\n') < 0
        ? "'" + value.replace("'", "''") + "'"
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
