package ai.hal9.console.load;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Refresh;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** What the load screen is about: the scenario in its editor, and the run under way. */
final class LoadModel {

  private static final int COLUMNS = 600;

  private final Workplace place;
  private final LoadDesk desk;
  private final ScenarioEditor editor;
  private final ReadOnlyObjectWrapper<LoadStatus> status;
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final List<ObjectProperty<ChartData>> charts = new ArrayList<>();
  private final Refresh<List<ChartData>> refresh;
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
    editor =
        new ScenarioEditor(
            desk.library(),
            new EditorFile(place.directory().resolve("load-editor.json")),
            place.background());
  }

  ScenarioEditor editor() {
    return editor;
  }

  ReadOnlyObjectProperty<LoadStatus> status() {
    return status.getReadOnlyProperty();
  }

  /** What went wrong last, with the run or in the editor; empty when nothing did. */
  ObservableValue<String> troubles() {
    return trouble.flatMap(own -> own.isEmpty() ? editor.trouble() : trouble);
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
    editor.keep();
  }

  private void draw(List<ChartData> drawn) {
    for (var i = 0; i < charts.size(); i++) {
      charts.get(i).set(drawn.get(i));
    }
  }

  /** Starts what is in the editor; without effect while it has errors or a load runs. */
  void start() {
    if (editor.scenario().get().isEmpty() || !allowed() || desk.status().phase().busy()) {
      return;
    }
    trouble.set("");
    var called = editor.name().get();
    var yaml = editor.text().get();
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

  void follow() {
    desk.follow();
    look();
  }

  void stop() {
    desk.stop();
  }

  void abort() {
    desk.abort();
  }

  static String sentence(Exception failure) {
    var said = String.valueOf(failure.getMessage());
    return Character.toUpperCase(said.charAt(0)) + said.substring(1);
  }
}
