package ai.hal9.engine.config;

import ai.hal9.api.yaml.Nearest;
import ai.hal9.engine.config.YamlFile.Written;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the environment says: {@code HAL9_SECTION_KEY} overrides {@code section.key}. A container
 * orchestrator may set variables of the same form for a service called hal9; those it sets are not
 * near a key, or are {@code tcp://} addresses, and are passed over.
 */
final class Environment {

  private static final Map<String, Setting> BY_VARIABLE =
      Settings.all().stream()
          .collect(Collectors.toUnmodifiableMap(Setting::variable, Function.identity()));
  private static final int TYPO = 2;

  private Environment() {}

  static Map<String, Written> overrides(
      Map<String, String> environment, List<ConfigProblem> problems) {
    var overrides = new TreeMap<String, Written>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!name.startsWith("HAL9_") || value.startsWith("tcp://")) {
                return;
              }
              var setting = BY_VARIABLE.get(name);
              if (setting != null) {
                overrides.put(setting.key(), new Written(value, name));
              } else {
                Nearest.to(name, BY_VARIABLE.keySet().stream())
                    .filter(meant -> Nearest.distance(name, meant) <= TYPO)
                    .ifPresent(
                        meant ->
                            problems.add(
                                new ConfigProblem(
                                    "environment",
                                    name,
                                    "unknown variable; did you mean " + meant + "?")));
              }
            });
    return overrides;
  }
}
