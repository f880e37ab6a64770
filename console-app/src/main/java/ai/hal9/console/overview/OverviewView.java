package ai.hal9.console.overview;

import ai.hal9.console.chart.ChartPanel;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import ai.hal9.console.ui.WrapGrid;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** Is the cluster well, and if not, since when and which node. */
public final class OverviewView extends View implements ActionSource {

  private static final double GAP = 16;

  private final Workplace place;
  private final OverviewModel model;
  private final List<Tile> tiles = new ArrayList<>();
  private final List<ChartPanel> charts = new ArrayList<>();
  private final NodeTable nodes;
  private final Label failure = Parts.label("", "trouble-words");
  private final ScrollPane root;

  public OverviewView(Workplace place) {
    this.place = place;
    this.model = new OverviewModel(place);
    nodes = new NodeTable(name -> place.open().accept("node:" + name));
    var tileGrid = new WrapGrid(208, 4);
    for (var spec : OverviewBoard.TILES) {
      tiles.add(new Tile(spec, () -> explain(spec.chart())));
    }
    tileGrid.getChildren().addAll(tiles);
    var chartGrid = new WrapGrid(410, 2);
    for (var i = 0; i < OverviewBoard.PANELS.size(); i++) {
      var chart =
          new ChartPanel(OverviewBoard.PANELS.get(i).spec(), place.charts(), model.chart(i));
      charts.add(chart);
      chartGrid.getChildren().add(chart.node());
    }
    failure.visibleProperty().bind(model.failure().isNotEmpty());
    failure.managedProperty().bind(failure.visibleProperty());
    failure.textProperty().bind(model.failure());
    var page = new VBox(failure, tileGrid, chartGrid, nodes.node());
    page.getStyleClass().add("page");
    root = new ScrollPane(page);
    root.setId("overview");
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  public List<Action> actions() {
    return charts.stream().flatMap(chart -> chart.actions().stream()).toList();
  }

  @Override
  protected void onShown(Bag held) {
    var time = place.charts().time();
    held.add(model::stop);
    held.add(place.session().feed().onNews(UiThread.paced(model::refresh))::close);
    held.observe(model::refresh, time.span(), time.zoomed(), time.pausedAt());
    held.observe(this::showTiles, model.tiles());
    held.observe(this::showNodes, model.nodes());
    Sight.whenMoved(nodes.node(), held, this::showNodes);
    charts.forEach(
        chart -> {
          chart.show();
          held.add(chart::hide);
        });
  }

  /** Brings a chart into sight and gives it the focus. */
  private void explain(String id) {
    for (var i = 0; i < charts.size(); i++) {
      if (OverviewBoard.PANELS.get(i).spec().id().equals(id)) {
        var chart = charts.get(i).node();
        var page = root.getContent();
        var top = page.sceneToLocal(chart.localToScene(chart.getBoundsInLocal())).getMinY();
        var beyond = page.getBoundsInLocal().getHeight() - root.getViewportBounds().getHeight();
        root.setVvalue(beyond <= 0 ? 0 : Math.clamp((top - GAP) / beyond, 0, 1));
        chart.requestFocus();
      }
    }
  }

  private void showNodes() {
    nodes.show(model.nodes().get());
  }

  private void showTiles() {
    var states = model.tiles().get();
    for (var i = 0; i < states.size(); i++) {
      tiles.get(i).show(states.get(i));
    }
  }
}
