package ai.hal9.console.tuning;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.SeedProfile;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.ValueRules;
import ai.hal9.api.yaml.Nearest;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlNode;
import ai.hal9.api.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tuning as a file in the form of a node's configuration: sections of keys. A whole configuration
 * can be read too; what in it is no tuning is left out, and told.
 */
final class TuningFile {

  /** What a configuration has beside tuning, by its first word. */
  private static final Set<String> OTHERS =
      Set.of("node", "server", "database", "redis", "claude", "balancer", "neurons");

  private static final String PROFILE = "profile";

  private final Map<String, TuningParameter> parameters = new TreeMap<>();
  private final Map<String, String> inForce;
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<YamlError> errors = new ArrayList<>();
  private final List<YamlError> leftOut = new ArrayList<>();

  private TuningFile(Collection<TuningParameter> parameters, Map<String, String> inForce) {
    parameters.forEach(parameter -> this.parameters.put(parameter.key(), parameter));
    this.inForce = inForce;
  }

  /**
   * What a file says.
   *
   * @param values that can be applied, by key; only to be used without errors
   * @param leftOut what was passed over, and why, with its line
   * @param errors everything that is wrong, with its line
   */
  record Read(Map<String, String> values, List<YamlError> leftOut, List<YamlError> errors) {}

  /**
   * Reads a file to the end, whatever is wrong.
   *
   * @param parameters those there are
   * @param inForce the values in force, by key
   */
  static Read read(
      String text, Collection<TuningParameter> parameters, Map<String, String> inForce) {
    return new TuningFile(parameters, inForce).read(text);
  }

  /**
   * Writes a file that reads back as the same values; units, ranges and defaults as comments.
   *
   * @param head lines of comment at the top
   * @param values by key; parameters without one are left out
   */
  static String write(
      List<String> head, Collection<TuningParameter> parameters, Map<String, String> values) {
    var text = new StringBuilder();
    head.forEach(line -> text.append("# ").append(line).append('\n'));
    var section = "";
    for (var parameter :
        parameters.stream()
            .filter(known -> values.containsKey(known.key()))
            .sorted(Parameters.ORDER)
            .toList()) {
      var own = Parameters.section(parameter.key());
      if (!own.equals(section)) {
        section = own;
        text.append('\n').append(section).append(":\n");
      }
      text.append(entry(parameter, values.getOrDefault(parameter.key(), "")));
    }
    return text.toString();
  }

  private static String entry(TuningParameter parameter, String value) {
    var last = parameter.key().substring(parameter.key().indexOf('.') + 1);
    var pair = last + ": " + plain(value);
    var restart = parameter.application() == Application.RESTART ? "; on restart" : "";
    return "  # %s%n  %-36s # %s; default %s%s%n"
        .formatted(
            parameter.trades(), pair, parameter.allowed(), parameter.defaultValue(), restart);
  }

  private static String plain(String value) {
    return value.matches("-?[A-Za-z0-9.]+") ? value : "'" + value.replace("'", "''") + "'";
  }

  private Read read(String text) {
    new YamlReader(errors).read(text).ifPresent(this::top);
    if (errors.isEmpty()) {
      for (var violation : ValueRules.violations(parameters.values(), values, inForce)) {
        error(lines.getOrDefault(violation.key(), 1), violation.key(), violation.allowed());
      }
    }
    errors.sort(Comparator.comparingInt(YamlError::line));
    return new Read(Map.copyOf(values), List.copyOf(leftOut), List.copyOf(errors));
  }

  private void top(YamlNode node) {
    if (!(node instanceof YamlNode.Mapping top)) {
      error(node.line(), "", "the file must consist of sections, for instance 'performance:'");
      return;
    }
    Optional.ofNullable(top.entries().get(PROFILE)).ifPresent(this::profile);
    top.entries().forEach(this::section);
  }

  private void section(String name, YamlNode node) {
    if (name.equals(PROFILE)) {
      return;
    }
    var known = parameters.keySet().stream().map(Parameters::section).toList();
    if (!known.contains(name)) {
      if (OTHERS.contains(name)) {
        leftOut.add(new YamlError(node.line(), name, "is no tuning"));
      } else {
        error(node.line(), name, "is unknown" + meant(name, known));
      }
    } else if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach((key, value) -> entry(name, name + "." + key, value));
    } else if (!(node instanceof YamlNode.Scalar scalar && scalar.text().isEmpty())) {
      error(node.line(), name, "a section with keys of its own belongs here");
    }
  }

  private void entry(String section, String key, YamlNode node) {
    var parameter = parameters.get(key);
    if (parameter == null) {
      var meant = meant(key, parameters.keySet());
      if (OTHERS.contains(section) && meant.isEmpty()) {
        leftOut.add(new YamlError(node.line(), key, "is no tuning"));
      } else {
        error(node.line(), key, "is unknown" + meant);
      }
    } else if (node instanceof YamlNode.Scalar scalar) {
      if (!scalar.text().isEmpty()) {
        take(parameter, scalar.text(), node.line());
      }
    } else {
      error(node.line(), key, "a single value belongs here");
    }
  }

  private void take(TuningParameter parameter, String written, int line) {
    var value = parameter.normalised(written);
    var refusal = parameter.check(value);
    if (refusal.isPresent()) {
      error(
          line,
          parameter.key(),
          "'%s' is not allowed (%s)".formatted(written, parameter.allowed()));
    } else if (parameter.application() == Application.LIVE) {
      values.put(parameter.key(), value);
      lines.put(parameter.key(), line);
    } else if (!Parameters.same(parameter, value, inForce.getOrDefault(parameter.key(), value))) {
      leftOut.add(
          new YamlError(
              line,
              parameter.key(),
              "takes effect on restart only: set it in the nodes' configuration file"));
    }
  }

  /** Its values go under those of the file. */
  private void profile(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar && SeedProfile.names().contains(scalar.text())) {
      SeedProfile.named(scalar.text())
          .overrides()
          .forEach(
              (key, value) -> {
                var parameter = parameters.get(key);
                if (parameter != null) {
                  take(parameter, value, node.line());
                }
              });
    } else {
      error(node.line(), PROFILE, "must be one of " + String.join(", ", SeedProfile.names()));
    }
  }

  private static String meant(String written, Collection<String> words) {
    return Nearest.to(written, words.stream())
        .map(word -> "; did you mean '" + word + "'?")
        .orElse("");
  }

  private void error(int line, String key, String message) {
    errors.add(new YamlError(line, key, message));
  }
}
