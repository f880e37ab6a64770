package ai.hal9.console.chart;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Menus;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Pictures;
import ai.hal9.console.ui.Saving;
import ai.hal9.console.ui.UiThread;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What is around every chart: its title, and the ways to take picture and figures elsewhere. */
final class ChartCard {

  private final ChartSpec spec;
  private final Saving saving;
  private final Figures figures;
  private final VBox root = new VBox();
  private Predicate<ChartKey> keys = _ -> false;
  private final MenuButton menu = new MenuButton("", Parts.icon(Material2OutlinedMZ.MORE_VERT));

  /** A chart's data as text. */
  interface Figures {

    /** Comma-separated: exact values, empty in a gap. */
    String csv();

    /** Tab-separated, as spreadsheets paste it. */
    String tabbed();

    /** Draws what may have been out of sight. */
    void draw();
  }

  ChartCard(ChartSpec spec, Saving saving, Figures figures) {
    this.spec = spec;
    this.saving = saving;
    this.figures = figures;
    root.setId("chart-" + spec.id());
    root.getStyleClass().addAll("card", "chart-panel");
    root.setFocusTraversable(true);
    tell("");
    root.getChildren().add(header());
    root.setOnMousePressed(_ -> root.requestFocus());
    root.setOnKeyPressed(key -> ChartKey.of(key).filter(this::take).ifPresent(_ -> key.consume()));
  }

  private boolean take(ChartKey key) {
    if (key == ChartKey.EXPORT) {
      exportPng();
      return true;
    }
    // what lies within has keys of its own
    return root.isFocused() && keys.test(key);
  }

  /**
   * Keys go there, while the chart has the focus.
   *
   * @param taker says whether it asks for anything there
   */
  void keys(Predicate<ChartKey> taker) {
    keys = taker;
  }

  VBox root() {
    return root;
  }

  /**
   * Tells a screen reader what the crosshair points at.
   *
   * @param words empty where it points nowhere: what the chart is about is told then
   */
  void tell(String words) {
    root.setAccessibleText(
        words.isEmpty()
            ? spec.title() + ", " + spec.vantage() + ". " + spec.about()
            : spec.title() + ", " + words);
  }

  /** Puts a further entry before the others. */
  void offer(MenuItem item) {
    menu.getItems().addFirst(item);
  }

  /** What can be done with every chart, for the command palette. */
  List<Action> actions() {
    return List.of(png(), csv(), copy());
  }

  private Action png() {
    return Action.local(
        spec.id() + "-png",
        "Export ‘%s’ as PNG".formatted(spec.title()),
        Material2OutlinedAL.IMAGE,
        ChartKey.EXPORT.keys(),
        this::exportPng);
  }

  private Action csv() {
    return action("csv", "as CSV", Material2OutlinedAL.GET_APP, "Export", this::exportCsv);
  }

  private Action copy() {
    return action("copy", "values", Material2OutlinedAL.CONTENT_COPY, "Copy", this::copyValues);
  }

  Action action(String kind, String rest, Ikon icon, String verb, Runnable run) {
    var words = "%s ‘%s’ %s".formatted(verb, spec.title(), rest);
    return new Action(spec.id() + "-" + kind, words, icon, "", run);
  }

  private HBox header() {
    var title = Parts.label(spec.title(), "chart-title");
    Parts.explain(title, spec.about());
    // where room is short, what comes beside it gives way
    title.setMinWidth(Region.USE_PREF_SIZE);
    var vantage = Parts.label(spec.vantage(), "chart-vantage");
    menu.setId("chart-" + spec.id() + "-menu");
    menu.getStyleClass().addAll("flat", "no-arrow", "icon-button");
    menu.setAccessibleText("What can be done with " + spec.title());
    menu.getItems()
        .addAll(
            Menus.item(root.getId() + "-copy", "Copy values", copy()),
            Menus.item(root.getId() + "-png", "Export as PNG…", png()),
            Menus.item(root.getId() + "-csv", "Export as CSV…", csv()));
    var header = new HBox(title, vantage, Parts.filler(), menu);
    header.getStyleClass().add("chart-header");
    return header;
  }

  /** Chooses whether equal distances on the value axis are equal factors. */
  CheckMenuItem logarithmic(ChartContext context) {
    var item = new CheckMenuItem("Logarithmic scale");
    item.setId("chart-" + spec.id() + "-logarithmic");
    item.setSelected(context.logarithmic().contains(spec.id()));
    item.setOnAction(
        _ -> {
          if (item.isSelected()) {
            context.logarithmic().add(spec.id());
          } else {
            context.logarithmic().remove(spec.id());
          }
        });
    return item;
  }

  /** Says what will appear, in the chart's place. */
  static Label placeholder(ChartSpec spec) {
    var empty = Parts.label(spec.empty(), "empty");
    empty.setWrapText(true);
    empty.setMouseTransparent(true);
    return empty;
  }

  private void exportPng() {
    figures.draw();
    var parameters = new SnapshotParameters();
    parameters.setFill(Color.TRANSPARENT);
    // with the next frame, which draws what may have been out of sight; where to is asked after
    // that frame, whose end the whole console waits for
    root.snapshot(
        taken -> {
          var image = taken.getImage();
          UiThread.later(() -> saving.save(spec.id() + ".png", out -> Pictures.png(image, out)));
          return null;
        },
        parameters,
        null);
  }

  private void exportCsv() {
    var text = figures.csv();
    saving.save(spec.id() + ".csv", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void copyValues() {
    saving.copy("Values of " + spec.title(), figures.tabbed());
  }
}
