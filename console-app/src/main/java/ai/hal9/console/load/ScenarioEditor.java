package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Refresh;
import ai.hal9.sim.SimException;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioLibrary;
import ai.hal9.sim.scenario.ScenarioLibrary.Entry;
import ai.hal9.sim.scenario.ScenarioReading;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scenario being edited: one of the library's, a file, or what becomes one's own. What is edited
 * and not saved is kept for each, and is there again when the console is used the next time.
 */
final class ScenarioEditor {

  private static final Logger LOG = LoggerFactory.getLogger(ScenarioEditor.class);
  private static final String FIRST = "demo";

  private final ScenarioLibrary library;
  private final EditorFile file;
  private final Background background;
  private final ReadOnlyListWrapper<Entry> entries =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyStringWrapper name = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper changed = new ReadOnlyStringWrapper("");
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyListWrapper<YamlError> errors =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyObjectWrapper<Optional<Scenario>> scenario =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper replacing = new ReadOnlyStringWrapper("");
  private final Refresh<EditorFile.Held> remembering;
  private final Map<String, String> drafts = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final ReadOnlyObjectWrapper<Origin> origin =
      new ReadOnlyObjectWrapper<>(Origin.of(new Entry(FIRST, false)));
  private String saved = "";
  private volatile EditorFile.Held held;

  /**
   * @param file what was held before is in it, and what is held now will be
   */
  ScenarioEditor(ScenarioLibrary library, EditorFile file, Background background) {
    this.library = library;
    this.file = file;
    this.background = background;
    remembering =
        new Refresh<>(
            background,
            () -> {
              var now = held;
              file.write(now);
              return now;
            },
            _ -> {},
            this::lost);
    held = file.read();
    drafts.putAll(held.drafts());
    files.putAll(held.files());
    text.addListener(_ -> read());
    list();
    showLast();
  }

  /** What was edited when the console was last used. */
  private void showLast() {
    var last = held.shown().isEmpty() ? origin.get() : Origin.read(held.shown());
    var entry = new Entry(last.name(), last.kind() == Origin.Kind.OWN);
    var draft = drafts.get(last.key());
    if (last.kind() != Origin.Kind.FILE && entries.contains(entry)) {
      choose(entry);
    } else if (draft != null) {
      // what it changes may be gone; a file's is one of what that was when it was opened
      show(last, files.getOrDefault(last.key(), ""), draft);
    } else {
      choose(new Entry(FIRST, false));
    }
  }

  ReadOnlyListProperty<Entry> entries() {
    return entries.getReadOnlyProperty();
  }

  /** The scenario being edited, by name. */
  ReadOnlyStringProperty name() {
    return name.getReadOnlyProperty();
  }

  /** {@code edited} while the text is not what was opened or saved; else empty. */
  ReadOnlyStringProperty changed() {
    return changed.getReadOnlyProperty();
  }

  /** The YAML. */
  StringProperty text() {
    return text;
  }

  /** Everything wrong with it, by line. */
  ReadOnlyListProperty<YamlError> errors() {
    return errors.getReadOnlyProperty();
  }

  /** What it says; empty while it has errors. */
  ReadOnlyObjectProperty<Optional<Scenario>> scenario() {
    return scenario.getReadOnlyProperty();
  }

  /** What went wrong last; empty when nothing did. */
  ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** Writes at once what is held; the window may be about to close. */
  void keep() {
    try {
      file.write(held);
    } catch (UncheckedIOException e) {
      lost(e);
    }
  }

  private void lost(Exception failure) {
    LOG.warn("The edits of scenarios cannot be kept", failure);
    trouble.set("The edits cannot be kept: " + failure.getMessage());
  }

  private void list() {
    try {
      entries.setAll(library.entries());
    } catch (SimException e) {
      trouble.set(LoadModel.sentence(e));
    }
  }

  /** Opens a scenario of the library; what was edited and not saved is kept until it comes back. */
  void choose(Entry entry) {
    try {
      library
          .text(entry)
          .ifPresentOrElse(
              found -> open(Origin.of(entry), found),
              () -> trouble.set("There is no scenario %s any more.".formatted(entry.name())));
    } catch (SimException e) {
      trouble.set(LoadModel.sentence(e));
    }
  }

  /**
   * Opens a scenario's file: as it is now, with what was edited and not saved unless it has changed
   * since then.
   */
  void open(Path scenario) {
    var of = Origin.of(scenario);
    var _ =
        background.run(
            () -> Files.readString(scenario),
            found -> {
              var outdated =
                  !found.equals(files.put(of.key(), found)) && drafts.remove(of.key()) != null;
              open(of, found);
              if (outdated) {
                trouble.set(
                    "%s has changed since it was edited here: this is the file as it is now."
                        .formatted(scenario));
              }
            },
            problem ->
                trouble.set("%s cannot be read (%s).".formatted(scenario, problem.getMessage())));
  }

  private void open(Origin of, String found) {
    trouble.set("");
    replacing.set("");
    show(of, found, drafts.getOrDefault(of.key(), found));
  }

  private void show(Origin of, String found, String written) {
    saved = found;
    name.set(of.title());
    origin.set(of);
    text.set(written);
    read();
  }

  /** Back to what was opened or saved. */
  void revert() {
    text.set(saved);
  }

  /** Deletes the user's own scenario; its text stays in the editor, to be saved again. */
  void delete() {
    try {
      library.delete(new Entry(name.get(), true));
      list();
      show(origin.get(), "", text.get());
    } catch (SimException e) {
      trouble.set(LoadModel.sentence(e));
    }
  }

  /** Changes the text as a form does. */
  void edit(UnaryOperator<ScenarioText> change) {
    text.set(change.apply(ScenarioText.of(text.get())).text());
  }

  private void read() {
    changed.set(text.get().equals(saved) ? "" : "edited");
    remember();
    switch (ScenarioFiles.read(name.get(), text.get())) {
      case ScenarioReading.Accepted(var read) -> {
        errors.clear();
        scenario.set(Optional.of(read));
      }
      case ScenarioReading.Rejected(var found) -> {
        errors.setAll(found);
        scenario.set(Optional.empty());
      }
    }
  }

  private void remember() {
    var key = origin.get().key();
    if (changed.get().isEmpty()) {
      drafts.remove(key);
    } else {
      drafts.put(key, text.get());
    }
    files.keySet().removeIf(file -> !file.equals(key) && !drafts.containsKey(file));
    var now = new EditorFile.Held(key, drafts, files);
    if (!now.equals(held)) {
      held = now;
      remembering.want();
    }
  }

  /**
   * Saves the text as the user's own scenario. Another one of that name is not replaced, but named
   * in {@link #replacing}.
   */
  void save(String called) {
    var wanted = called.strip();
    list();
    var itself = own() && origin.get().name().equals(wanted);
    if (!itself && entries.contains(new Entry(wanted, true))) {
      replacing.set(wanted);
    } else {
      write(wanted);
    }
  }

  /** The scenario that {@link #replace} would replace; empty while none was asked about. */
  ReadOnlyStringProperty replacing() {
    return replacing.getReadOnlyProperty();
  }

  /** Saves the text in place of the scenario asked about. */
  void replace() {
    if (!replacing.get().isEmpty()) {
      write(replacing.get());
    }
  }

  /** Leaves the scenario asked about as it is. */
  void spare() {
    replacing.set("");
  }

  private void write(String called) {
    replacing.set("");
    try {
      var own = Origin.of(library.save(called, text.get()));
      drafts.remove(origin.get().key());
      drafts.remove(own.key());
      list();
      show(own, text.get(), text.get());
    } catch (SimException e) {
      trouble.set(LoadModel.sentence(e));
    }
  }

  /** Where the text is from. */
  ReadOnlyObjectProperty<Origin> origin() {
    return origin.getReadOnlyProperty();
  }

  /** Whether what is edited is among the user's own scenarios. */
  boolean own() {
    return origin.get().kind() == Origin.Kind.OWN
        && entries.contains(new Entry(origin.get().name(), true));
  }

  /** The name of one's own scenario; of another, one that a copy can have. */
  String freeName() {
    if (own()) {
      return name.get();
    }
    var base = ScenarioLibrary.possible(name.get()) ? name.get() : "my " + name.get();
    return Stream.concat(
            Stream.of(base), IntStream.iterate(2, n -> n + 1).mapToObj(n -> base + " " + n))
        .filter(free -> !entries.contains(new Entry(free, true)))
        .findFirst()
        .orElseThrow();
  }
}
