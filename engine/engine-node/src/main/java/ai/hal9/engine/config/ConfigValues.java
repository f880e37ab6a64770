package ai.hal9.engine.config;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.engine.config.YamlFile.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a configuration says, setting by setting, and all that is wrong with it. */
final class ConfigValues {

  private final Path folder;
  private final Map<String, String> environment;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Map<String, Written> values = new TreeMap<>();

  /**
   * Nothing said yet.
   *
   * @param folder where paths start
   */
  ConfigValues(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  void put(String key, Written written) {
    values.put(key, written);
  }

  /** Whether anything but the default says it. */
  boolean says(Setting setting) {
    return values.containsKey(setting.key());
  }

  String text(Setting setting) {
    var written = values.get(setting.key());
    return written == null ? setting.defaultValue() : written.value();
  }

  long whole(Setting setting) {
    return Long.parseLong(text(setting));
  }

  Duration time(Setting setting) {
    return DurationText.parse(text(setting)).orElseThrow();
  }

  @Nullable Path path(Setting setting) {
    var text = text(setting);
    return text.isEmpty() ? null : folder.resolve(text);
  }

  String where(Setting setting) {
    var written = values.get(setting.key());
    return written == null ? "" : written.where();
  }

  void problem(Setting setting, String where, String message) {
    problems.add(new ConfigProblem(where, setting.key(), message));
  }

  /** What is said of tunable parameters, by key. */
  Map<String, String> tuning() {
    var tuning = new TreeMap<String, String>();
    values.forEach(
        (key, written) -> {
          if (TuningCatalogue.find(key).isPresent()) {
            tuning.put(key, written.value());
          }
        });
    return tuning;
  }

  /** The language model's key where no file has it; empty where nobody does. */
  String keyInEnvironment() {
    return environment.getOrDefault(ModelSettings.KEY_VARIABLE, "").strip();
  }

  /** Where more is found to be wrong. */
  List<ConfigProblem> problems() {
    return problems;
  }

  /** Those of the file in the order of its lines, then the others. */
  List<ConfigProblem> sorted() {
    return problems.stream().sorted(Comparator.comparingInt(ConfigValues::lineNumber)).toList();
  }

  private static int lineNumber(ConfigProblem problem) {
    var where = problem.where();
    return where.startsWith("line ") ? Integer.parseInt(where.substring(5)) : Integer.MAX_VALUE;
  }
}
