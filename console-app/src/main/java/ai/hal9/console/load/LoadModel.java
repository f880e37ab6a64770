package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Refresh;
import ai.hal9.sim.SimException;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioLibrary;
import ai.hal9.sim.scenario.ScenarioLibrary.Entry;
import ai.hal9.sim.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;

/** A scenario being edited, and the run under way. */
final class LoadModel {

  private static final int COLUMNS = 600;
  private static final String FIRST = "demo";

  private final Workplace place;
  private final LoadDesk desk;
  private final ReadOnlyListWrapper<Entry> entries =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyStringWrapper name = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper changed = new ReadOnlyStringWrapper("");
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyListWrapper<YamlError> errors =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyObjectWrapper<Optional<Scenario>> scenario =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<LoadStatus> status;
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final List<ObjectProperty<ChartData>> charts = new ArrayList<>();
  private final Refresh<List<ChartData>> refresh;
  private final Map<String, String> drafts = new HashMap<>();
  private String saved = "";
  private volatile Window window;

  LoadModel(Workplace place) {
    this.place = place;
    desk = place.load();
    status = new ReadOnlyObjectWrapper<>(desk.status());
    window = place.charts().visible();
    LoadCharts.SPECS.forEach(_ -> charts.add(new SimpleObjectProperty<>(ChartData.NONE)));
    refresh =
        new Refresh<>(
            place.background(),
            () -> LoadCharts.data(place.session().history(), window, COLUMNS),
            this::draw,
            failure -> trouble.set("The charts cannot be computed: " + failure.getMessage()));
    text.addListener(_ -> read());
    list();
    choose(new Entry(FIRST, false));
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

  ReadOnlyObjectProperty<LoadStatus> status() {
    return status.getReadOnlyProperty();
  }

  /** What went wrong last; empty when nothing did. */
  ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  ObservableValue<ChartData> chart(int index) {
    return charts.get(index);
  }

  boolean allowed() {
    return desk.allowed();
  }

  String cluster() {
    return desk.cluster();
  }

  /** Something was heard, or another stretch of time is wanted. */
  void refresh() {
    window = place.charts().visible();
    refresh.want();
  }

  /** The run has news. */
  void look() {
    status.set(desk.status());
  }

  void stopLooking() {
    refresh.stop();
  }

  private void draw(List<ChartData> drawn) {
    for (var i = 0; i < charts.size(); i++) {
      charts.get(i).set(drawn.get(i));
    }
  }

  private void list() {
    try {
      entries.setAll(desk.library().entries());
    } catch (SimException e) {
      trouble.set(sentence(e));
    }
  }

  /** Opens a scenario of the library; what was edited and not saved is kept until it comes back. */
  void choose(Entry entry) {
    try {
      desk.library()
          .text(entry)
          .ifPresentOrElse(
              found -> open(entry.name(), found),
              () -> trouble.set("There is no scenario %s any more.".formatted(entry.name())));
    } catch (SimException e) {
      trouble.set(sentence(e));
    }
  }

  /** Opens a scenario's file. */
  void open(Path file) {
    try {
      open(
          String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", ""), Files.readString(file));
    } catch (IOException e) {
      trouble.set("%s cannot be read (%s).".formatted(file, e.getMessage()));
    }
  }

  private void open(String called, String found) {
    trouble.set("");
    if (!changed.get().isEmpty()) {
      drafts.put(name.get(), text.get());
    }
    show(called, found, drafts.getOrDefault(called, found));
  }

  private void show(String called, String found, String written) {
    saved = found;
    name.set(called);
    text.set(written);
    read();
  }

  /** Back to what was opened or saved. */
  void revert() {
    drafts.remove(name.get());
    text.set(saved);
  }

  /** Deletes the user's own scenario; its text stays in the editor, to be saved again. */
  void delete() {
    try {
      desk.library().delete(new Entry(name.get(), true));
      list();
      show(name.get(), "", text.get());
    } catch (SimException e) {
      trouble.set(sentence(e));
    }
  }

  /** Changes the text as a form does. */
  void edit(UnaryOperator<ScenarioText> change) {
    text.set(change.apply(ScenarioText.of(text.get())).text());
  }

  private void read() {
    changed.set(text.get().equals(saved) ? "" : "edited");
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

  /** Saves the text as the user's own scenario. */
  boolean save(String called) {
    try {
      desk.library().save(called.strip(), text.get());
      drafts.remove(name.get());
      drafts.remove(called.strip());
      list();
      show(called.strip(), text.get(), text.get());
      return true;
    } catch (SimException e) {
      trouble.set(sentence(e));
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

  /** Starts what is in the editor; without effect while it has errors or a load runs. */
  void start() {
    if (scenario.get().isEmpty() || !allowed() || desk.status().phase().busy()) {
      return;
    }
    trouble.set("");
    var called = name.get();
    var yaml = text.get();
    var _ =
        place
            .background()
            .run(
                () -> {
                  desk.start(called, yaml);
                  return called;
                },
                _ -> look(),
                failure -> {
                  look();
                  trouble.set(sentence(failure));
                });
  }

  void steer(long target) {
    desk.steer(target);
    look();
  }

  void stop() {
    desk.stop();
  }

  void abort() {
    desk.abort();
  }

  private static String sentence(Exception failure) {
    var said = String.valueOf(failure.getMessage());
    return Character.toUpperCase(said.charAt(0)) + said.substring(1);
  }
}
