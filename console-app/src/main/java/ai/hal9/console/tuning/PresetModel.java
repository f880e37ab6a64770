package ai.hal9.console.tuning;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.ui.Background;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Sets of values: those that come with the console, the user's own, and files. */
final class PresetModel {

  private final TuningModel tuning;
  private final PresetFolder folder;
  private final Background background;
  private final InstantSource clock;
  private final String cluster;
  private final ReadOnlyObjectWrapper<List<Preset>> own = new ReadOnlyObjectWrapper<>(List.of());

  /**
   * @param directory where the user's own are kept
   * @param cluster its name, for a file's head
   */
  PresetModel(
      TuningModel tuning,
      Path directory,
      Background background,
      InstantSource clock,
      String cluster) {
    this.tuning = tuning;
    this.folder = new PresetFolder(directory);
    this.background = background;
    this.clock = clock;
    this.cluster = cluster;
  }

  /** The user's own. */
  ReadOnlyObjectProperty<List<Preset>> own() {
    return own.getReadOnlyProperty();
  }

  /** Looks again what is there. */
  void look() {
    run(() -> {}, "The presets cannot be read");
  }

  /** Shows a preset as what would change; applies nothing. */
  void load(Preset preset) {
    tuning.load("Preset " + preset.title(), preset.values());
  }

  /** Loads one by its id; without effect where there is none. */
  void load(String id) {
    Stream.concat(Preset.bundled().stream(), own.get().stream())
        .filter(preset -> preset.id().equals(id))
        .findFirst()
        .ifPresent(this::load);
  }

  /** Saves the values in force, with what is pending over them. */
  void save(String name) {
    var refusal = PresetFolder.refusal(name);
    if (refusal.isPresent()) {
      tuning.tell(Notice.of(Notice.Kind.WARNING, refusal.get()));
      return;
    }
    var values = new TreeMap<String, String>();
    for (var state : tuning.states().get()) {
      if (state.parameter().application() == Application.LIVE && state.problem().isEmpty()) {
        values.put(state.key(), state.value());
      }
    }
    run(() -> folder.save(name, values), "‘%s’ cannot be saved".formatted(name));
  }

  /** Deletes one of the user's own. */
  void delete(Preset preset) {
    run(() -> folder.delete(preset.title()), "‘%s’ cannot be deleted".formatted(preset.title()));
  }

  /** The values in force as a file. */
  String exported() {
    var to = tuning.target().get();
    var known = tuning.known().get();
    return TuningFile.write(
        List.of(
            "HAL9 tuning of %s, %s, version %d, as of %s"
                .formatted(cluster, to.words(), known.version(to), clock.instant()),
            "In the form of a node's configuration file; the console reads it back."),
        known.parameters(),
        known.inForce(to));
  }

  /** Shows the values of a file of the user's as what would change. */
  void importFrom(Path file) {
    var _ =
        background.run(
            () -> Files.readString(file),
            this::imported,
            problem ->
                tuning.tell(
                    new Notice(
                        Notice.Kind.FAILURE,
                        "%s cannot be read as text. Check what it is, its owner and mode."
                            .formatted(file),
                        List.of(problem.toString()),
                        List.of())));
  }

  /** Shows a file's values as what would change, or everything that is wrong with it. */
  void imported(String text) {
    var known = tuning.known().get();
    var read = TuningFile.read(text, known.parameters(), known.inForce(tuning.target().get()));
    if (!read.errors().isEmpty()) {
      tuning.tell(
          new Notice(
              Notice.Kind.FAILURE,
              "Nothing was loaded: the file has %d %s."
                  .formatted(
                      read.errors().size(), read.errors().size() == 1 ? "mistake" : "mistakes"),
              read.errors().stream().map(YamlError::text).toList(),
              List.of()));
      return;
    }
    tuning.load("Imported from a file", read.values());
    if (!read.leftOut().isEmpty()) {
      tuning.tell(
          new Notice(
              Notice.Kind.WARNING,
              "The file's tuning is loaded; this in it was left out:",
              read.leftOut().stream().map(YamlError::text).toList(),
              List.of()));
    }
  }

  private void run(Work work, String failing) {
    Callable<PresetFolder.Content> task =
        () -> {
          work.run();
          return folder.read();
        };
    var _ =
        background.run(
            task,
            this::found,
            problem ->
                tuning.tell(
                    new Notice(
                        Notice.Kind.FAILURE,
                        failing + ".",
                        List.of(problem.toString()),
                        List.of())));
  }

  private void found(PresetFolder.Content content) {
    own.set(content.presets());
    if (!content.problems().isEmpty()) {
      tuning.tell(
          new Notice(
              Notice.Kind.WARNING,
              "Some of your presets cannot be read:",
              new ArrayList<>(content.problems()),
              List.of()));
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }
}
