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
 * A scenario's YAML that can be changed key by key: what is not changed stays as the user wrote it,
 * comments too. Values are texts, right or wrong, so that a form can show what stands there.
 */
final class ScenarioText {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9](?:[\\w ./%+*@-]*[\\w./%+*@-])?");
  private static final Pattern COMMENT = Pattern.compile("\\s+#[^'\"]*$");

  private final String text;
  private final Optional<YamlNode.Mapping> tree;

  private ScenarioText(String text, Optional<YamlNode.Mapping> tree) {
    this.text = text;
    this.tree = tree;
  }

  static ScenarioText of(String text) {
    var errors = new ArrayList<YamlError>();
    var tree =
        new YamlReader(errors)
            .read(text)
            .filter(YamlNode.Mapping.class::isInstance)
            .map(YamlNode.Mapping.class::cast);
    var empty = text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"));
    return new ScenarioText(
        text, empty ? Optional.of(new YamlNode.Mapping(1, new LinkedHashMap<>())) : tree);
  }

  /** One stage, as written. */
  record Step(String duration, String target) {}

  /**
   * One threshold, as written.
   *
   * @param metric its key
   * @param expression such as {@code p(95)<500}
   * @param more what else its mapping says, by key; empty for a plain expression
   */
  record Bound(String metric, String expression, Map<String, String> more) {
    Bound {
      more = new LinkedHashMap<>(more);
    }
  }

  /** Whether it is a mapping of keys to values, so that a form can show and change it. */
  boolean readable() {
    return tree.isPresent();
  }

  String text() {
    return text;
  }

  /** The value at a key, or at a key of a mapping ({@code data.users}); empty where absent. */
  String value(String path) {
    var dot = path.indexOf('.');
    return dot < 0
        ? scalar(node(path))
        : scalar(
            node(path.substring(0, dot))
                .filter(YamlNode.Mapping.class::isInstance)
                .map(node -> ((YamlNode.Mapping) node).entries().get(path.substring(dot + 1))));
  }

  List<Step> stages() {
    return items(node("stages")).stream()
        .filter(YamlNode.Mapping.class::isInstance)
        .map(node -> ((YamlNode.Mapping) node).entries())
        .map(
            stage ->
                new Step(
                    scalar(Optional.ofNullable(stage.get("duration"))),
                    scalar(Optional.ofNullable(stage.get("target")))))
        .toList();
  }

  List<Bound> thresholds() {
    var bounds = new ArrayList<Bound>();
    node("thresholds")
        .filter(YamlNode.Mapping.class::isInstance)
        .map(node -> ((YamlNode.Mapping) node).entries())
        .ifPresent(
            metrics ->
                metrics.forEach(
                    (metric, node) -> {
                      var each =
                          node instanceof YamlNode.Sequence
                              ? items(Optional.of(node))
                              : List.of(node);
                      each.forEach(one -> bounds.add(bound(metric, one)));
                    }));
    return bounds;
  }

  private static Bound bound(String metric, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      var more = new LinkedHashMap<String, String>();
      mapping.entries().forEach((key, value) -> more.put(key, scalar(Optional.of(value))));
      var expression = more.remove("threshold");
      return new Bound(metric, expression == null ? "" : expression, more);
    }
    return new Bound(metric, scalar(Optional.of(node)), Map.of());
  }

  /** How many requests of different kinds it sends; 0 where it names none. */
  int requests() {
    return items(node("mix")).size();
  }

  /** This with another value at a key, or at a key of a mapping; an empty value takes it away. */
  ScenarioText with(String path, String value) {
    var dot = path.indexOf('.');
    if (dot < 0) {
      return value.isBlank()
          ? without(path)
          : withBlock(path, List.of(path + ": " + quoted(value)));
    }
    var key = path.substring(0, dot);
    var inner = new LinkedHashMap<String, String>();
    node(key)
        .filter(YamlNode.Mapping.class::isInstance)
        .map(node -> ((YamlNode.Mapping) node).entries())
        .ifPresent(
            entries -> entries.forEach((name, node) -> inner.put(name, scalar(Optional.of(node)))));
    if (value.isBlank()) {
      inner.remove(path.substring(dot + 1));
    } else {
      inner.put(path.substring(dot + 1), value);
    }
    return inner.isEmpty() ? without(key) : withBlock(key, List.of(key + ": " + flow(inner)));
  }

  ScenarioText withStages(List<Step> stages) {
    var lines = new ArrayList<String>();
    lines.add("stages:");
    for (var stage : stages) {
      lines.add(
          "  - {duration: %s, target: %s}"
              .formatted(quoted(stage.duration()), quoted(stage.target())));
    }
    return stages.isEmpty() ? without("stages") : withBlock("stages", lines);
  }

  ScenarioText withThresholds(List<Bound> bounds) {
    var lines = new ArrayList<String>();
    lines.add("thresholds:");
    var byMetric =
        bounds.stream()
            .collect(Collectors.groupingBy(Bound::metric, LinkedHashMap::new, Collectors.toList()));
    byMetric.forEach(
        (metric, own) ->
            lines.add(
                own.size() == 1
                    ? "  %s: %s".formatted(metric, written(own.getFirst()))
                    : "  %s: [%s]"
                        .formatted(
                            metric,
                            own.stream()
                                .map(ScenarioText::written)
                                .collect(Collectors.joining(", ")))));
    return bounds.isEmpty() ? without("thresholds") : withBlock("thresholds", lines);
  }

  private static String written(Bound bound) {
    if (bound.more().isEmpty()) {
      return quoted(bound.expression());
    }
    var all = new LinkedHashMap<String, String>();
    all.put("threshold", bound.expression());
    all.putAll(bound.more());
    return flow(all);
  }

  /** This with another executor: what means the same there is carried over. */
  ScenarioText withExecutor(String kind) {
    var open = kind.endsWith("arrival-rate");
    var constant = kind.startsWith("constant");
    var stages = stages();
    var level =
        first(
            value("rate"),
            value("vus"),
            stages.isEmpty() ? "" : stages.getFirst().target(),
            open ? "100" : "10");
    var length =
        first(value("duration"), stages.isEmpty() ? "" : stages.getFirst().duration(), "1min");
    var changed = with("executor", kind);
    for (var key : List.of("rate", "start-rate", "vus", "start-vus", "duration")) {
      changed = changed.without(key);
    }
    if (open) {
      changed = changed.without("think-time");
    } else {
      changed = changed.without("time-unit").without("connections").without("max-pending");
    }
    if (constant) {
      return changed
          .without("stages")
          .withAfter("executor", open ? "rate" : "vus", level)
          .withAfter(open ? "rate" : "vus", "duration", length);
    }
    changed = changed.withAfter("executor", open ? "start-rate" : "start-vus", level);
    return stages.isEmpty() ? changed.withStages(List.of(new Step(length, level))) : changed;
  }

  private static String first(String... texts) {
    for (var text : texts) {
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  private ScenarioText withAfter(String before, String key, String value) {
    var lines = new ArrayList<>(text.lines().toList());
    var block = block(before);
    lines.add(block.isPresent() ? block.get().end() : lines.size(), key + ": " + quoted(value));
    return of(joined(lines));
  }

  private Optional<YamlNode> node(String key) {
    return tree.map(YamlNode.Mapping::entries).map(entries -> entries.get(key));
  }

  private static String scalar(Optional<YamlNode> node) {
    return node.filter(YamlNode.Scalar.class::isInstance)
        .map(found -> ((YamlNode.Scalar) found).text())
        .orElse("");
  }

  private static List<YamlNode> items(Optional<YamlNode> node) {
    return node.filter(YamlNode.Sequence.class::isInstance)
        .map(found -> ((YamlNode.Sequence) found).items())
        .orElse(List.of());
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

  private ScenarioText without(String key) {
    var block = block(key);
    if (block.isEmpty()) {
      return this;
    }
    var lines = new ArrayList<>(text.lines().toList());
    lines.subList(block.get().begin(), block.get().end()).clear();
    return of(joined(lines));
  }

  private ScenarioText withBlock(String key, List<String> written) {
    var lines = new ArrayList<>(text.lines().toList());
    var block = block(key);
    var place = block.isPresent() ? lines.subList(block.get().begin(), block.get().end()) : null;
    if (place == null) {
      lines.addAll(written);
    } else {
      var comment = COMMENT.matcher(place.getFirst());
      var kept = new ArrayList<>(written);
      if (place.size() == 1 && written.size() == 1 && comment.find()) {
        kept.set(0, written.getFirst() + comment.group());
      }
      place.clear();
      place.addAll(kept);
    }
    return of(joined(lines));
  }

  private static String joined(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private static String flow(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + quoted(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'";
  }
}
