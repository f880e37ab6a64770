package ai.hal9.console.shell;

import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.UiThread;
import ai.hal9.sim.command.DemoLoad;
import ai.hal9.sim.driver.LoadNews;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** One line beneath the top bar: what came of a demo's load, until it is put away. */
final class DemoStrip {

  private final DemoLoad load;
  private final HBox root = new HBox();
  private final Runnable open;

  /**
   * @param open goes to the past runs
   */
  DemoStrip(DemoLoad load, Runnable open) {
    this.load = load;
    this.open = open;
    root.setId("demo");
    root.getStyleClass().add("demo-strip");
    root.setAlignment(Pos.CENTER_LEFT);
    put(false);
  }

  Node node() {
    return root;
  }

  /** Orders the load. */
  void order(LoadDesk desk, Background background) {
    var _ =
        background.run(
            () -> {
              desk.start(load.name(), load.scenario(), this::heard);
              return desk;
            },
            _ -> {},
            failure -> heard(new LoadNews.Failed(String.valueOf(failure.getMessage()))));
  }

  private void heard(LoadNews news) {
    load.heard(news).ifPresent(end -> UiThread.later(() -> show(end)));
  }

  private void show(DemoLoad.End end) {
    var health = end.good() ? Health.GOOD : Health.BAD;
    Parts.style(root, health.tone().style(), true);
    var title = Parts.label(end.title(), "demo-title");
    title.setId("demo-title");
    title.setMinWidth(HBox.USE_PREF_SIZE);
    var words = Parts.label(end.words(), "demo-words");
    words.setId("demo-words");
    Parts.explain(words, end.words());
    var runs = Parts.button("demo-runs", "Past runs", Material2OutlinedAL.ASSESSMENT, open);
    runs.getStyleClass().addAll("flat", "small");
    runs.setMinWidth(HBox.USE_PREF_SIZE);
    var close =
        Parts.iconButton(
            "demo-close",
            "Put this away; the terminal and the past runs have it",
            Material2OutlinedAL.CLOSE,
            () -> put(false));
    root.getChildren()
        .setAll(new FontIcon(health.icon()), title, words, Parts.filler(), runs, close);
    put(true);
  }

  private void put(boolean there) {
    root.setVisible(there);
    root.setManaged(there);
  }
}
