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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;

/**
 * A scenario being edited: one of the library's, a file, or what becomes one's own. What is edited
 * and not saved is kept for each, and is there again when the console is used the next time.
 */
final class ScenarioEditor {

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
  private final Refresh<EditorFile.Held> remembering;
  private final Map<String, String> drafts = new HashMap<>();
  private String saved = "";
  private boolean ofUser;
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
            failure -> trouble.set("The edits cannot be kept: " + failure.getMessage()));
    held = file.read();
    drafts.putAll(held.drafts());
    text.addListener(_ -> read());
    list();
    showLast();
  }

  /** What was edited when the console was last used. */
  private void showLast() {
    var last = new Entry(held.name(), held.own());
    if (entries.contains(last)) {
      choose(last);
    } else if (drafts.containsKey(last.name())) {
      open(last, "");
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
    file.write(held);
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
              found -> open(entry, found),
              () -> trouble.set("There is no scenario %s any more.".formatted(entry.name())));
    } catch (SimException e) {
      trouble.set(LoadModel.sentence(e));
    }
  }

  /** Opens a scenario's file. */
  void open(Path scenario) {
    var called = String.valueOf(scenario.getFileName()).replaceFirst("\\.ya?ml$", "");
    var _ =
        background.run(
            () -> Files.readString(scenario),
            found -> open(new Entry(called, false), found),
            problem ->
                trouble.set("%s cannot be read (%s).".formatted(scenario, problem.getMessage())));
  }

  private void open(Entry entry, String found) {
    trouble.set("");
    ofUser = entry.own();
    show(entry.name(), found, drafts.getOrDefault(entry.name(), found));
  }

  private void show(String called, String found, String written) {
    saved = found;
    name.set(called);
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
      ofUser = false;
      show(name.get(), "", text.get());
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
    if (changed.get().isEmpty()) {
      drafts.remove(name.get());
    } else {
      drafts.put(name.get(), text.get());
    }
    var now = new EditorFile.Held(name.get(), ofUser, drafts);
    if (!now.equals(held)) {
      held = now;
      remembering.want();
    }
  }

  /** Saves the text as the user's own scenario. */
  boolean save(String called) {
    try {
      library.save(called.strip(), text.get());
      drafts.remove(name.get());
      drafts.remove(called.strip());
      list();
      ofUser = true;
      show(called.strip(), text.get(), text.get());
      return true;
    } catch (SimException e) {
      trouble.set(LoadModel.sentence(e));
      return false;
    }
  }

  /** Whether the scenario as it is called can be saved under its name. */
  boolean own() {
    return entries.stream().anyMatch(entry -> entry.own() && entry.name().equals(name.get()));
  }

  /** A name that a copy could have. */
  String freeName() {
    return ScenarioLibrary.possible(name.get()) ? name.get() : "my " + name.get();
  }
}
