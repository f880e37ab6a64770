package ai.hal9.console.latency;

import ai.hal9.console.chart.ChartKey;
import ai.hal9.console.chart.ChartPanel;
import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.ChartSpec.Range;
import ai.hal9.console.chart.CurvePanel;
import ai.hal9.console.chart.HeatPanel;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Unit;
import ai.hal9.console.ui.View;
import ai.hal9.console.ui.WrapGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** How slow, how often, on which node, and in which stage. */
public final class LatencyView extends View implements ActionSource {

  private static final String WAITING =
      "Appears with the first requests, about a second after they arrive.";

  private final Workplace place;
  private final LatencyModel model;
  private final ComboBox<String> nodes = new ComboBox<>();
  private final List<View> panels = new ArrayList<>();
  private final List<Action> exports = new ArrayList<>();
  private final WrapGrid grid = new WrapGrid(410, 2);
  private final Label note = Parts.label("", "muted");
  private final ScrollPane root;

  public LatencyView(Workplace place) {
    this.place = place;
    model = new LatencyModel(place);
    addCharts();
    var failure = Parts.told("latency-failure", model.failure(), "trouble-words");
    var page = new VBox(choices(), failure, grid);
    page.getStyleClass().add("page");
    root = new ScrollPane(page);
    root.setId("latency");
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  public List<Action> actions() {
    var shown = Stream.concat(Stream.of(""), model.picture().get().nodes().stream());
    var choices =
        Stream.concat(
            shown.map(
                node ->
                    new Action(
                        "latency-of-" + node,
                        "Show latency of " + words(node),
                        Material2OutlinedMZ.TIMELINE,
                        "",
                        () -> model.node().set(node))),
            Stream.of(Percentile.values())
                .map(
                    percentile ->
                        new Action(
                            "latency-at-" + percentile.label(),
                            "Compare nodes and stages at " + percentile.label(),
                            Material2OutlinedAL.COMPARE_ARROWS,
                            "",
                            () -> model.percentile().set(percentile))));
    return Stream.concat(choices, exports.stream()).toList();
  }

  @Override
  public List<LocalKey> localKeys() {
    return ChartKey.all();
  }

  @Override
  protected void onShown(Bag held) {
    held.add(model::stop);
    place.whenNew(held, model::refresh);
    held.observe(this::showChoices, model.picture(), model.node());
    showParts(held, panels);
  }

  private void addCharts() {
    var shown = model.picture();
    chart(
        new ChartSpec(
            "latency-percentiles",
            "Percentiles",
            "at the nodes",
            "Time from reading a signal to its answer. Percentiles come from merged histograms;"
                + " where too few samples support one, its line is faint.",
            Unit.SECONDS,
            Range.LATENCY,
            List.of(),
            WAITING),
        spec -> new ChartPanel(spec, place.charts(), shown.map(LatencyModel.Picture::percentiles)));
    chart(
        new ChartSpec(
            "latency-nodes",
            "By node",
            "chosen percentile, at the nodes",
            "The same percentile of each node. Of more than eight nodes, the eight slowest over"
                + " the time on screen.",
            Unit.SECONDS,
            Range.LATENCY,
            List.of(),
            WAITING),
        spec -> new ChartPanel(spec, place.charts(), shown.map(LatencyModel.Picture::byNode)));
    var heat =
        new HeatPanel(
            new ChartSpec(
                "latency-heatmap",
                "How many were how slow",
                "requests per cell, at the nodes",
                "Each column is a moment, each row a latency, the colour how many requests took"
                    + " that long. Two bands are two kinds of answers: percentiles hide that.",
                Unit.SECONDS,
                Range.LATENCY,
                List.of(),
                WAITING),
            place.charts(),
            shown.map(LatencyModel.Picture::heat));
    add(heat, heat.actions());
    var curve =
        new CurvePanel(
            new ChartSpec(
                "latency-distribution",
                "Distribution",
                "of the time on screen, at the nodes",
                "The latency that so many of all requests stayed below; each further nine takes"
                    + " the same room. A curve ends where its samples support no percentile more;"
                    + " the ring is the slowest request.",
                Unit.SECONDS,
                Range.LATENCY,
                List.of(),
                WAITING),
            place.charts(),
            shown.map(LatencyModel.Picture::curves));
    add(curve, curve.actions());
    chart(
        new ChartSpec(
            "latency-shares",
            "Where the time goes",
            "share of all stages' time",
            "The time all signals together spent in each stage, of that in all stages: the highest"
                + " line is the stage worth tuning.",
            Unit.SHARE,
            Range.SHARE,
            List.of(),
            WAITING),
        spec -> new ChartPanel(spec, place.charts(), shown.map(LatencyModel.Picture::shares)));
    chart(
        new ChartSpec(
            "latency-stages",
            "By stage",
            "chosen percentile, of signals that pass it",
            "How long a signal stays in a stage it passes. A stage few signals pass may be slow and"
                + " cost little.",
            Unit.SECONDS,
            Range.LATENCY,
            List.of(),
            WAITING),
        spec -> new ChartPanel(spec, place.charts(), shown.map(LatencyModel.Picture::stages)));
  }

  private void chart(ChartSpec spec, Function<ChartSpec, ChartPanel> made) {
    var panel = made.apply(spec);
    add(panel, panel.actions());
  }

  private void add(View panel, List<Action> actions) {
    panels.add(panel);
    exports.addAll(actions);
    grid.getChildren().add(panel.node());
  }

  private HBox choices() {
    nodes.setId("latency-node");
    nodes.setAccessibleText("Whose latency is shown");
    nodes.getItems().setAll("");
    nodes.setValue("");
    nodes.setOnAction(
        _ -> {
          if (nodes.getValue() != null) {
            model.node().set(nodes.getValue());
          }
        });
    nodes.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(String node) {
            return words(node == null ? "" : node);
          }

          @Override
          public String fromString(String text) {
            return text;
          }
        });
    var percentiles = new HBox();
    percentiles.getStyleClass().add("spans");
    for (var percentile : Percentile.values()) {
      percentiles.getChildren().add(button(percentile));
    }
    var row =
        new HBox(
            Parts.label("Of", "muted"),
            nodes,
            Parts.label("Compare nodes and stages at", "muted"),
            percentiles,
            note);
    row.getStyleClass().add("latency-choices");
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private ToggleButton button(Percentile percentile) {
    var all = Percentile.values();
    var button = new ToggleButton(percentile.label());
    button.setId("latency-" + percentile.label().replace('.', '-'));
    button
        .getStyleClass()
        .add(
            percentile == all[0]
                ? "left-pill"
                : percentile == all[all.length - 1] ? "right-pill" : "center-pill");
    button.setOnAction(
        _ -> {
          button.setSelected(true);
          model.percentile().set(percentile);
        });
    model.percentile().subscribe(chosen -> button.setSelected(chosen == percentile));
    return button;
  }

  private void showChoices() {
    var picture = model.picture().get();
    var wanted = Stream.concat(Stream.of(""), picture.nodes().stream()).toList();
    if (!nodes.getItems().equals(wanted)) {
      nodes.getItems().setAll(wanted);
    }
    if (!model.node().get().equals(nodes.getValue())) {
      nodes.setValue(model.node().get());
    }
    var hidden = picture.nodes().size() - picture.compared().size();
    note.setText(
        hidden > 0
            ? "The %d slowest of %d nodes are compared."
                .formatted(picture.compared().size(), picture.nodes().size())
            : "");
  }

  private static String words(String node) {
    return node.isEmpty() ? "all nodes" : node;
  }
}
