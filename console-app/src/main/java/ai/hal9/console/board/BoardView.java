package ai.hal9.console.board;

import ai.hal9.console.chart.ChartPanel;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.dashboards.model.Bound;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.Panel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** A dashboard: what its file says, over the cluster connected to. */
public final class BoardView extends View implements ActionSource {

  private static final double GAP = 16;

  private final Workplace place;
  private final Predicate<String> screens;
  private final BoardModel model;
  private final BoardBar bar;
  private final NewPanelPane newPanel;
  private final VBox troubles = new VBox();
  private final BoardGrid grid = new BoardGrid();
  private final List<PanelFrame> frames = new ArrayList<>();
  private final List<ChartPanel> charts = new ArrayList<>();
  private final Deque<PanelFrame> unfilled = new ArrayDeque<>();
  private final VBox page;
  private final ScrollPane root;
  private boolean shown;

  /**
   * @param name the dashboard's
   * @param screens whether there is a screen of an id
   */
  public BoardView(Workplace place, Boards boards, String name, Predicate<String> screens) {
    this.place = place;
    this.screens = screens;
    model = new BoardModel(place, boards, name);
    newPanel = new NewPanelPane(panel -> model.add(panel), id -> model.index(id) >= 0);
    bar = new BoardBar(model, this::openNewPanel);
    troubles.getStyleClass().add("board-troubles");
    page = new VBox(bar, troubles, newPanel, grid);
    page.getStyleClass().add("page");
    page.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    root = new ScrollPane(page);
    root.setId("board-" + name);
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
    bar.editing().selectedProperty().addListener(_ -> showEditing());
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  public boolean replaceable() {
    return !bar.editing().isSelected();
  }

  /** Puts something of another kind below the panels. */
  public void append(Node below) {
    page.getChildren().add(below);
  }

  /** Puts something of another kind above the panels. */
  public void prepend(Node above) {
    page.getChildren().add(page.getChildren().indexOf(grid), above);
  }

  @Override
  public List<Action> actions() {
    var all = new ArrayList<Action>();
    all.add(
        new Action(
            "board-edit",
            bar.editing().isSelected() ? "Stop editing panels" : "Edit panels of this screen",
            Material2OutlinedAL.EDIT,
            "",
            () -> bar.editing().setSelected(!bar.editing().isSelected())));
    for (var profile : SloProfiles.all()) {
      all.add(
          new Action(
              "targets-" + profile.name(),
              "Measure against targets of ‘" + profile.title() + "’",
              Material2OutlinedAL.FLAG,
              "",
              () -> model.boards().profile().set(profile)));
    }
    charts.forEach(chart -> all.addAll(chart.actions()));
    return all;
  }

  @Override
  public boolean back() {
    if (newPanel.isOpen()) {
      newPanel.close();
      return true;
    }
    var editing = bar.editing().isSelected();
    bar.editing().setSelected(false);
    return editing;
  }

  @Override
  protected void onShown(Bag held) {
    shown = true;
    held.add(
        () -> {
          shown = false;
          frames.forEach(PanelFrame::hide);
          model.stop();
        });
    place.whenNew(held, model::refresh);
    held.observe(this::build, model.entries(), model.boards().profile());
    held.observe(this::showTroubles, model.entries(), model.failure(), model.boards().trouble());
    held.observe(
        () -> {
          bar.show();
          model.refresh();
        },
        model.node(),
        model.nodes());
    held.observe(() -> model.beat(place.charts().now().getValue()), place.charts().now());
    frames.forEach(PanelFrame::show);
  }

  /** Builds what the dashboard says; panels that stay as they were are kept. */
  private void build() {
    var panels = model.dashboard().map(Dashboard::panels).orElse(List.of());
    var before = List.copyOf(frames);
    var focused = before.stream().filter(PanelFrame::hasFocus).map(PanelFrame::panel).findFirst();
    var place = focused.map(before.stream().map(PanelFrame::panel).toList()::indexOf);
    frames.clear();
    for (var panel : panels) {
      frames.add(
          before.stream()
              .filter(frame -> frame.shows(panel, bounds(panel)))
              .findFirst()
              .orElseGet(() -> frame(panel)));
    }
    before.stream().filter(frame -> !frames.contains(frame)).forEach(PanelFrame::hide);
    charts.removeIf(
        chart -> frames.stream().noneMatch(frame -> frame.content().equals(chart.node())));
    if (!grid.getChildren().equals(frames)) {
      grid.getChildren().setAll(frames);
    }
    frames.forEach(frame -> frame.edit(bar.editing().isSelected()));
    if (shown) {
      frames.forEach(PanelFrame::show);
    }
    focused.ifPresent(
        panel ->
            frames.stream()
                .filter(frame -> frame.panel().id().equals(panel.id()))
                .findFirst()
                .or(
                    () ->
                        frames.stream()
                            .skip(Math.max(0, Math.min(place.orElse(0), frames.size() - 1)))
                            .findFirst())
                .ifPresent(PanelFrame::takeFocus));
    bar.show();
    model.refresh();
  }

  private List<Bound> bounds(Panel panel) {
    var profile = model.boards().profile().get();
    return panel.goals().stream().flatMap(goal -> profile.bound(goal).stream()).toList();
  }

  private PanelFrame frame(Panel panel) {
    var frame = new PanelFrame(panel, bounds(panel), model);
    if (unfilled.isEmpty()) {
      UiThread.later(this::fillNext);
    }
    unfilled.add(frame);
    return frame;
  }

  /** A chart takes its time to be made: one after the other, so that none holds up the window. */
  private void fillNext() {
    var frame = unfilled.poll();
    if (frame == null) {
      return;
    }
    if (frames.contains(frame)) {
      fill(frame);
    }
    if (unfilled.isEmpty()) {
      // what has been computed meanwhile had nowhere to go
      model.refresh();
    } else {
      UiThread.later(this::fillNext);
    }
  }

  private void fill(PanelFrame frame) {
    switch (frame.panel()) {
      case Panel.Tile tile ->
          frame.fill(new TileView(tile, model.tile(tile.id()), () -> explain(tile)));
      case Panel.Chart chart -> {
        var drawn =
            new ChartPanel(
                ChartSpecs.of(chart, model.boards().profile().get()),
                place.charts(),
                model.chart(chart.id()));
        charts.add(drawn);
        frame.fill(drawn);
      }
    }
  }

  private void showTroubles() {
    troubles.getChildren().clear();
    model
        .boards()
        .rejected(model.name())
        .ifPresent(
            rejected ->
                troubles
                    .getChildren()
                    .add(
                        new ErrorsPane(
                            model.boards().file(model.name()),
                            rejected,
                            model.dashboard().isPresent())));
    for (var words : List.of(model.failure().get(), model.boards().trouble().get())) {
      if (!words.isEmpty()) {
        Label label = Parts.label(words, "trouble-words");
        label.setWrapText(true);
        troubles.getChildren().add(label);
      }
    }
    troubles.setVisible(!troubles.getChildren().isEmpty());
    troubles.setManaged(troubles.isVisible());
  }

  private void showEditing() {
    var editing = bar.editing().isSelected();
    frames.forEach(frame -> frame.edit(editing));
    newPanel.close();
    bar.show();
    if (editing) {
      frames.stream().findFirst().ifPresent(PanelFrame::takeFocus);
    }
  }

  private void openNewPanel() {
    root.setVvalue(0);
    newPanel.open();
  }

  private void key(KeyEvent key) {
    if (bar.editing().isSelected() && key.isShortcutDown() && key.getCode() == KeyCode.Z) {
      if (key.isShiftDown()) {
        model.redo();
      } else {
        model.undo();
      }
      key.consume();
    }
  }

  /** Goes to the screen that explains a tile; where there is none, to a chart of the same. */
  private void explain(Panel.Tile tile) {
    if (screens.test(tile.screen())) {
      place.open().accept(tile.screen());
      return;
    }
    frames.stream()
        .filter(frame -> frame.panel() instanceof Panel.Chart chart && shares(chart, tile))
        .findFirst()
        .ifPresent(this::reveal);
  }

  private static boolean shares(Panel.Chart chart, Panel.Tile tile) {
    var wanted = tile.value().selections().getFirst().metric();
    return chart.expressions().stream()
        .flatMap(expression -> expression.selections().stream())
        .anyMatch(selection -> selection.metric().equals(wanted));
  }

  private void reveal(PanelFrame frame) {
    var top = page.sceneToLocal(frame.localToScene(frame.getBoundsInLocal())).getMinY();
    var beyond = page.getBoundsInLocal().getHeight() - root.getViewportBounds().getHeight();
    root.setVvalue(beyond <= 0 ? 0 : Math.clamp((top - GAP) / beyond, 0, 1));
    frame.content().requestFocus();
  }
}
