package ai.hal9.console.load;

import static ai.hal9.console.load.YamlText.flow;
import static ai.hal9.console.load.YamlText.items;
import static ai.hal9.console.load.YamlText.quoted;
import static ai.hal9.console.load.YamlText.scalar;

import ai.hal9.api.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A scenario as its parts stand in its YAML, to be changed one by one. */
final class ScenarioText {

  private final YamlText yaml;

  private ScenarioText(YamlText yaml) {
    this.yaml = yaml;
  }

  static ScenarioText of(String text) {
    return new ScenarioText(YamlText.of(text));
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
    return yaml.readable();
  }

  String text() {
    return yaml.text();
  }

  /** The value at a key, or at a key of a mapping ({@code data.users}); empty where absent. */
  String value(String path) {
    return yaml.value(path);
  }

  /** This with another value at a key, or at a key of a mapping; an empty value takes it away. */
  ScenarioText with(String path, String value) {
    return new ScenarioText(yaml.with(path, value));
  }

  List<Step> stages() {
    return items(yaml.node("stages")).stream()
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
    yaml.node("thresholds")
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

  /** The requests of its mix; empty where it names none. */
  List<MixItem> mix() {
    return items(yaml.node("mix")).stream()
        .flatMap(item -> YamlText.mapping(Optional.of(item)).stream())
        .map(item -> new MixItem(item.entries()))
        .toList();
  }

  /** Whether its requests are actions in games. */
  boolean playsGames() {
    return yaml.node("games").isPresent();
  }

  ScenarioText withMix(List<MixItem> mix) {
    var lines = new ArrayList<String>();
    lines.add("mix:");
    mix.forEach(item -> lines.addAll(item.lines()));
    return new ScenarioText(mix.isEmpty() ? yaml.without("mix") : yaml.withBlock("mix", lines));
  }

  ScenarioText withStages(List<Step> stages) {
    var lines = new ArrayList<String>();
    lines.add("stages:");
    for (var stage : stages) {
      lines.add(
          "  - {duration: %s, target: %s}"
              .formatted(quoted(stage.duration()), quoted(stage.target())));
    }
    return new ScenarioText(
        stages.isEmpty() ? yaml.without("stages") : yaml.withBlock("stages", lines));
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
    return new ScenarioText(
        bounds.isEmpty() ? yaml.without("thresholds") : yaml.withBlock("thresholds", lines));
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
    var changed = yaml.with("executor", kind);
    for (var key : List.of("rate", "start-rate", "vus", "start-vus", "duration")) {
      changed = changed.without(key);
    }
    if (open) {
      changed = changed.without("think-time");
    } else {
      changed = changed.without("time-unit").without("connections").without("max-pending");
    }
    if (constant) {
      return new ScenarioText(
          changed
              .without("stages")
              .withAfter("executor", open ? "rate" : "vus", level)
              .withAfter(open ? "rate" : "vus", "duration", length));
    }
    changed = changed.withAfter("executor", open ? "start-rate" : "start-vus", level);
    var ramping = new ScenarioText(changed);
    return stages.isEmpty() ? ramping.withStages(List.of(new Step(length, level))) : ramping;
  }

  private static String first(String... texts) {
    for (var text : texts) {
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }
}
