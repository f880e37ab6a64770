package ai.hal9.engine.config;

import ai.hal9.api.tuning.SeedProfile;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.engine.config.YamlFile.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads a node's configuration: defaults, over them the profile's values, over those the file's,
 * over those the environment's ({@code HAL9_SECTION_KEY}). Everything wrong is reported at once and
 * nothing is corrected silently.
 */
public final class ConfigFile {

  private final Path folder;
  private final Map<String, String> environment;
  private final ConfigValues values;
  private final List<ConfigProblem> problems;

  private ConfigFile(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    values = new ConfigValues(folder, environment);
    problems = values.problems();
  }

  /** Reads a file; paths in it that are not absolute start at its folder. */
  public static ConfigReading read(Path file, Map<String, String> environment) {
    return read(file, environment, text -> {});
  }

  /**
   * The same.
   *
   * @param text told what stands in the file, unless it cannot be read
   */
  public static ConfigReading read(
      Path file, Map<String, String> environment, Consumer<String> text) {
    try {
      var folder = file.toAbsolutePath().getParent();
      var found = Files.readString(file);
      text.accept(found);
      return parse(found, folder == null ? Path.of("/") : folder, environment);
    } catch (IOException e) {
      return new ConfigReading.Refused(
          List.of(new ConfigProblem("", "", "the configuration file " + file + " cannot be read")));
    }
  }

  /** Reads the text of a file that stands in a folder. */
  public static ConfigReading parse(String yaml, Path folder, Map<String, String> environment) {
    return new ConfigFile(folder, environment).reading(yaml);
  }

  private ConfigReading reading(String yaml) {
    var file = YamlFile.parse(yaml);
    problems.addAll(file.problems());
    var written = new TreeMap<>(file.values());
    written.putAll(Environment.overrides(environment, problems));
    var profile = written.get(Settings.PROFILE);
    if (profile != null && SeedProfile.names().contains(profile.value())) {
      SeedProfile.named(profile.value())
          .overrides()
          .forEach(
              (key, value) -> values.put(key, new Written(value, "profile " + profile.value())));
    }
    written.forEach(this::take);
    var lists = new NeuronList(problems);
    var neurons = file.neurons().map(lists::neurons).orElse(NeuronList.DEFAULT);
    var responses = file.mockResponses().map(lists::mockResponses).orElse(Map.of());
    var shards = file.shards().map(new ShardList(folder, problems)::shards).orElse(List.of());
    ConfigChecks.check(values, shards);
    return problems.isEmpty()
        ? new ConfigReading.Accepted(Assembly.of(values, neurons, responses, shards))
        : new ConfigReading.Refused(values.sorted());
  }

  private void take(String key, Written written) {
    var setting = Settings.find(key).orElseThrow();
    var value =
        TuningCatalogue.find(key)
            .map(parameter -> parameter.normalised(written.value()))
            .orElse(written.value());
    if (setting.accepts().test(value)) {
      values.put(key, new Written(value, written.where()));
    } else {
      values.problem(
          setting, written.where(), "'" + value + "' is not allowed (" + setting.allowed() + ")");
    }
  }
}
