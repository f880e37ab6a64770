package ai.hal9.console.tuning;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.ui.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
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
    var _ =
        background.run(
            folder::read, this::found, problem -> failed("The presets cannot be read", problem));
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
    var leftOut = new ArrayList<String>();
    for (var state : tuning.states().get()) {
      if (!state.live()) {
        continue;
      }
      if (state.problem().isEmpty()) {
        values.put(state.key(), state.value());
      } else {
        leftOut.add("%s %s: %s".formatted(state.key(), state.value(), state.problem()));
      }
    }
    change(
        name,
        () -> folder.save(name, values),
        "‘%s’ cannot be saved".formatted(name),
        before -> saved(name, before, leftOut));
  }

  private Notice saved(String name, Optional<String> before, List<String> leftOut) {
    var words = "Preset ‘%s’ is %s.".formatted(name, before.isEmpty() ? "saved" : "replaced");
    return new Notice(
        leftOut.isEmpty() ? Notice.Kind.DONE : Notice.Kind.WARNING,
        leftOut.isEmpty() ? words : words + " What is not allowed was left out:",
        leftOut,
        offers(name, "Bring the old one back", before));
  }

  /** Deletes one of the user's own; it is offered back. */
  void delete(Preset preset) {
    var name = preset.title();
    change(
        name,
        () -> folder.delete(name),
        "‘%s’ cannot be deleted".formatted(name),
        before ->
            new Notice(
                Notice.Kind.DONE,
                "Preset ‘%s’ is deleted.".formatted(name),
                List.of(),
                offers(name, "Bring it back", before)));
  }

  private List<Notice.Offer> offers(String name, String words, Optional<String> before) {
    return before.stream()
        .map(text -> new Notice.Offer("undo-preset", words, () -> restore(name, text)))
        .toList();
  }

  private void restore(String name, String text) {
    change(
        name,
        () -> folder.restore(name, text),
        "‘%s’ cannot be brought back".formatted(name),
        _ -> Notice.of(Notice.Kind.DONE, "Preset ‘%s’ is there as it was before.".formatted(name)));
  }

  /** One of the user's own as a file. */
  static String exported(Preset preset) {
    return PresetFolder.text(preset.title(), preset.values());
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

  /**
   * Changes one of the files.
   *
   * @param told what is told when it is done, given the file as it was before
   */
  private void change(
      String name, Work work, String failing, Function<Optional<String>, Notice> told) {
    record Changed(PresetFolder.Content content, Optional<String> before) {}
    var _ =
        background.run(
            () -> {
              var before = folder.text(name);
              work.run();
              return new Changed(folder.read(), before);
            },
            changed -> {
              found(changed.content());
              tuning.tell(told.apply(changed.before()));
            },
            problem -> failed(failing, problem));
  }

  private void failed(String what, Exception problem) {
    tuning.tell(
        new Notice(Notice.Kind.FAILURE, what + ".", List.of(problem.toString()), List.of()));
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
    void run() throws IOException;
  }
}
