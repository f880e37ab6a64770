package ai.hal9.console.node;

import ai.hal9.console.chart.ChartKey;
import ai.hal9.console.chart.ChartPanel;
import ai.hal9.console.chart.Happened;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.source.NodeState;
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
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** One node: who it is, how it does beside the cluster, and what happened to it. */
public final class NodeView extends View implements ActionSource {

  private static final int MOST_EVENTS = 12;

  private final Workplace place;
  private final NodeModel model;
  private final Label state = Parts.label("", "badge");
  private final Label identity = Parts.label("", "muted");
  private final Label reason = Parts.label("", "trouble-words");
  private final WrapGrid facts = new WrapGrid(160, 7);
  private final List<FactTile> tiles = new ArrayList<>();
  private final List<ChartPanel> charts = new ArrayList<>();
  private final VBox events = new VBox();
  private final ScrollPane root;
  private List<?> eventsShown = List.of("nothing yet");

  public NodeView(Workplace place, String name) {
    this.place = place;
    model = new NodeModel(place, name);
    var grid = new WrapGrid(410, 2);
    for (var i = 0; i < NodeModel.SPECS.size(); i++) {
      var index = i;
      var chart =
          new ChartPanel(
              NodeModel.SPECS.get(i),
              place.charts(),
              model.picture().map(picture -> picture.charts().get(index)));
      charts.add(chart);
      grid.getChildren().add(chart.node());
    }
    state.setId("node-state");
    identity.setId("node-identity");
    events.setId("node-events");
    events.getStyleClass().addAll("card", "node-events");
    var page = new VBox(head(), reason, facts, grid, events);
    page.getStyleClass().add("page");
    root = new ScrollPane(page);
    root.setId("node");
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  public boolean replaceable() {
    return true;
  }

  @Override
  public List<Action> actions() {
    return charts.stream().flatMap(chart -> chart.actions().stream()).toList();
  }

  @Override
  public List<LocalKey> localKeys() {
    return ChartKey.all();
  }

  @Override
  protected void onShown(Bag held) {
    held.add(model::stop);
    place.whenNew(held, model::refresh);
    held.observe(this::showPicture, model.picture(), model.failure());
    showParts(held, charts);
  }

  private HBox head() {
    var back =
        Parts.button(
            "node-back",
            "Overview",
            Material2OutlinedAL.ARROW_BACK,
            () -> place.open().accept("overview"));
    var head = new HBox(back, Parts.label(model.name(), "page-title"), state, identity);
    head.getStyleClass().add("node-head");
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  private void showPicture() {
    var picture = model.picture().get();
    var node = picture.state();
    identity.setText(node == null ? "" : identity(node, picture));
    state.setText(node == null ? "unknown" : words(node.state()));
    Parts.style(state, "remote", node != null && node.state() == NodeState.Hearing.SILENT);
    var trouble =
        !model.failure().get().isEmpty()
            ? model.failure().get()
            : node == null ? "No node of this name is a member of the cluster." : node.reason();
    reason.setText(trouble);
    reason.setVisible(!trouble.isEmpty());
    reason.setManaged(!trouble.isEmpty());
    showFacts(picture.facts());
    showEvents(picture);
  }

  private static String identity(NodeState node, NodePicture picture) {
    var parts = new ArrayList<String>();
    parts.add("Engine node");
    parts.add("region " + known(node.region()));
    parts.add("version " + known(node.version()));
    parts.add(node.url().toString());
    var uptime = picture.uptime();
    parts.add("up " + (uptime == null ? "–" : Unit.SECONDS.text((double) uptime.toSeconds())));
    return String.join("   ·   ", parts.stream().filter(part -> !part.isBlank()).toList());
  }

  private static String known(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private static String words(NodeState.Hearing hearing) {
    return switch (hearing) {
      case CONNECTING -> "connecting";
      case HEARD -> "live";
      case SILENT -> "silent";
      case GONE -> "gone";
    };
  }

  private void showFacts(List<NodePicture.Fact> shown) {
    while (tiles.size() < shown.size()) {
      var tile = new FactTile(shown.get(tiles.size()));
      tiles.add(tile);
      facts.getChildren().add(tile);
    }
    for (var i = 0; i < shown.size(); i++) {
      tiles.get(i).show(shown.get(i));
    }
  }

  private void showEvents(NodePicture picture) {
    if (picture.events().equals(eventsShown)) {
      return;
    }
    eventsShown = picture.events();
    events.getChildren().setAll(Parts.label("What happened to it", "chart-title"));
    if (picture.events().isEmpty()) {
      events.getChildren().add(Parts.label("Nothing in the time on screen.", "muted"));
    }
    for (var event : picture.events().stream().limit(MOST_EVENTS).toList()) {
      var link =
          new Hyperlink(Happened.line(event), Parts.icon(Happened.icon(event.event().kind())));
      link.setOnAction(
          _ -> place.charts().time().lookAt(event.event().time(), place.charts().visible()));
      var details = Happened.details(event);
      if (!details.isEmpty()) {
        Parts.explain(link, details);
      }
      events.getChildren().add(link);
    }
    if (picture.events().size() > MOST_EVENTS) {
      var all = new Hyperlink("All events…");
      all.setOnAction(_ -> place.open().accept("events"));
      events.getChildren().add(all);
    }
  }

  /** One number beside the cluster's. */
  private static final class FactTile extends VBox {

    private final Label label = Parts.label("", "tile-label");
    private final Label value = Parts.label("–", "fact-value");
    private final Label beside = Parts.label("", "tile-change");

    FactTile(NodePicture.Fact fact) {
      setId("fact-" + fact.id());
      getStyleClass().addAll("card", "fact");
      getChildren().addAll(label, value, beside);
    }

    void show(NodePicture.Fact fact) {
      label.setText(fact.label());
      value.setText(fact.value());
      Parts.style(value, "weak", fact.weak());
      beside.setText(fact.beside());
      setAccessibleText(
          "%s %s%s, %s"
              .formatted(
                  fact.label(),
                  fact.value(),
                  fact.weak() ? " from too few samples" : "",
                  fact.beside()));
    }
  }
}
