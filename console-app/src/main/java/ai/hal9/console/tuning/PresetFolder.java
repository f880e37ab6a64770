package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The user's own presets: one file each, in the form of a node's configuration. */
final class PresetFolder {

  private static final String ENDING = ".yaml";

  private final Path folder;

  PresetFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What is there.
   *
   * @param presets in the order of their names
   * @param problems files that cannot be read, and why
   */
  record Content(List<Preset> presets, List<String> problems) {}

  Content read() throws IOException {
    var presets = new ArrayList<Preset>();
    var problems = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(PresetFolder::isPreset).sorted().toList()) {
        var read = TuningFile.read(Files.readString(file), TuningCatalogue.all(), Map.of());
        if (read.errors().isEmpty()) {
          presets.add(Preset.saved(name(file), read.values()));
        } else {
          problems.add(
              file
                  + ": "
                  + read.errors().stream().map(YamlError::text).collect(Collectors.joining("; ")));
        }
      }
    } catch (NoSuchFileException e) {
      return new Content(List.of(), List.of());
    }
    presets.sort(Comparator.comparing(Preset::title));
    return new Content(presets, problems);
  }

  /** What is wrong with a name, if anything. */
  static Optional<String> refusal(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9 _-]{0,40}")
        ? Optional.empty()
        : Optional.of("A name has letters, digits, spaces, hyphens and underscores, 41 at most.");
  }

  /** Saves under a name, in place of what was saved under it before. */
  void save(String name, Map<String, String> values) throws IOException {
    restore(name, text(name, values));
  }

  /** A preset as a file. */
  static String text(String name, Map<String, String> values) {
    return TuningFile.write(List.of("HAL9 tuning preset " + name), TuningCatalogue.all(), values);
  }

  /** The file of a name as it is, readable as a preset or not. */
  Optional<String> text(String name) throws IOException {
    try {
      return Optional.of(Files.readString(file(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Puts a file back as it was. */
  void restore(String name, String text) throws IOException {
    WholeFile.write(file(name), text);
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  private Path file(String name) {
    return folder.resolve(name + ENDING);
  }

  private static boolean isPreset(Path file) {
    return file.getFileName().toString().endsWith(ENDING);
  }

  private static String name(Path file) {
    var name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }
}
