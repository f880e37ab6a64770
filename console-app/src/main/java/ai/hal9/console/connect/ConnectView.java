package ai.hal9.console.connect;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.View;
import ai.hal9.console.ui.WrapGrid;
import ai.hal9.sim.cluster.ClusterState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The start screen. */
public final class ConnectView extends View implements ActionSource {

  /** How often it is looked which clusters run on this machine. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ConnectModel model;
  private final ObservableValue<Instant> now;
  private final Label welcome = Parts.label("", "muted");
  private final VBox running = new VBox();
  private final VBox runningCard;
  private final VBox recent = new VBox();
  private final VBox recentCard;
  private final StartDoor start;
  private final AttachDoor attach;
  private final ScrollPane root;
  private List<URI> shownRecent = List.of();
  private final Every pace = new Every(PERIOD);

  /**
   * @param now the present, as it moves
   */
  public ConnectView(Doors doors, ObservableValue<Instant> now) {
    this.model = new ConnectModel(doors);
    this.now = now;
    runningCard = card("Running on this machine", Material2OutlinedAL.COMPUTER, running);
    recentCard = card("Attached to before", Material2OutlinedAL.HISTORY, recent);
    visible(recentCard, false);
    start = new StartDoor(model);
    attach = new AttachDoor(model);
    var doorGrid = new WrapGrid(400, 2);
    doorGrid.getChildren().addAll(start.node(), attach.node());
    var page =
        new VBox(
            Parts.label("Welcome to HAL9", "page-title"),
            welcome,
            Parts.told("running-failure", model.failure(), "trouble-words"),
            runningCard,
            recentCard,
            doorGrid);
    page.setId("connect");
    page.getStyleClass().addAll("page", "connect-page");
    var centred = new HBox(page);
    centred.setAlignment(Pos.TOP_CENTER);
    HBox.setHgrow(page, Priority.ALWAYS);
    root = new ScrollPane(centred);
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  public List<Action> actions() {
    if (starting()) {
      return List.of(
          new Action(
              "cancel-start",
              "Cancel the start of this cluster",
              Material2OutlinedAL.CLOSE,
              "",
              model.start()::cancel));
    }
    if (model.busy().get()) {
      return List.of();
    }
    var all = new ArrayList<Action>();
    for (var cluster : model.running()) {
      if (cluster.state() != ClusterState.Phase.STARTING) {
        all.add(
            new Action(
                "open-" + cluster.name(),
                "Open ‘%s’, which runs on this machine".formatted(cluster.name()),
                Material2OutlinedAL.EXIT_TO_APP,
                "",
                () -> open(cluster)));
      }
    }
    for (var cluster : model.recent().all()) {
      all.add(
          new Action(
              "recent-" + cluster.name(),
              "Attach again to ‘%s’".formatted(cluster.name()),
              Material2OutlinedAL.LINK,
              "",
              () -> model.attach().attach(cluster)));
    }
    for (var preset : StartPreset.values()) {
      all.add(
          new Action(
              "start-preset-" + preset.id(),
              "Start a cluster here: " + preset.title(),
              Material2OutlinedMZ.PLAY_ARROW,
              "",
              () -> start.start(preset)));
    }
    all.add(
        new Action(
            "attach",
            "Attach to the cluster at an address",
            Material2OutlinedAL.LINK,
            "",
            attach::attach));
    return all;
  }

  /** Whether a cluster is being started. */
  public boolean starting() {
    return model.start().starting().get();
  }

  /** Cancels the start, and goes on once what was started has been stopped. */
  public void cancelStart(Runnable then) {
    if (!starting()) {
      then.run();
      return;
    }
    model
        .start()
        .starting()
        .addListener(
            new ChangeListener<>() {
              @Override
              public void changed(
                  ObservableValue<? extends Boolean> starting, Boolean before, Boolean now) {
                starting.removeListener(this);
                then.run();
              }
            });
    model.start().cancel();
  }

  @Override
  protected void onShown(Bag held) {
    welcome.setText(
        "Start a cluster on this machine or attach to one, and watch what it does."
            + (model.startedBefore() ? "" : " The first start may take a minute, once."));
    start.showCosts();
    InvalidationListener found = _ -> showRunning();
    model.running().addListener(found);
    held.add(() -> model.running().removeListener(found));
    InvalidationListener known = _ -> showRecent();
    model.recent().all().addListener(known);
    held.add(() -> model.recent().all().removeListener(known));
    showRecent();
    held.observe(this::lookEverySecond, now);
    showRunning();
  }

  private void lookEverySecond() {
    if (pace.due(now.getValue())) {
      model.look();
    }
  }

  private void showRunning() {
    running.getChildren().setAll(model.running().stream().map(this::runningRow).toList());
    visible(runningCard, !model.running().isEmpty());
  }

  /** Only where others are known than are shown: what has the focus stays. */
  private void showRecent() {
    var known = model.recent().all();
    var addresses = known.stream().map(RecentCluster::url).toList();
    if (addresses.equals(shownRecent)) {
      return;
    }
    shownRecent = addresses;
    recent.getChildren().setAll(known.stream().map(this::recentRow).toList());
    visible(recentCard, !known.isEmpty());
  }

  private HBox runningRow(ClusterState cluster) {
    var open =
        Parts.button(
            "open-" + cluster.name(),
            "Open " + cluster.name(),
            Material2OutlinedAL.EXIT_TO_APP,
            () -> open(cluster));
    if (cluster.state() == ClusterState.Phase.STARTING) {
      open.setDisable(true);
    } else {
      open.disableProperty().bind(model.busy());
    }
    var stop =
        Parts.button(
            "stop-" + cluster.name(),
            "Stop",
            Material2OutlinedMZ.POWER_SETTINGS_NEW,
            () -> model.stop(cluster));
    stop.setAccessibleText("Stop " + cluster.name());
    stop.setDisable(
        cluster.state() == ClusterState.Phase.STARTING
            || cluster.state() == ClusterState.Phase.STOPPING);
    var facts =
        "%d %s, %s, %s"
            .formatted(
                cluster.nodes().size(),
                cluster.nodes().size() == 1 ? "node" : "nodes",
                words(cluster.state()),
                cluster.url().getAuthority());
    return row(cluster.name(), facts, stop, open);
  }

  private void open(ClusterState cluster) {
    model.attach().open(cluster.name(), cluster.url(), cluster.tokenFile());
  }

  private HBox recentRow(RecentCluster cluster) {
    var open =
        Parts.button(
            "recent-" + cluster.name(),
            "Attach again",
            Material2OutlinedAL.LINK,
            () -> model.attach().attach(model.recent().at(cluster.url()).orElse(cluster)));
    open.disableProperty().bind(model.busy());
    var production = new CheckBox("Production");
    production.setId("production-" + cluster.name());
    production.setAccessibleText("%s is a production cluster".formatted(cluster.name()));
    production.setSelected(cluster.production());
    production.setOnAction(_ -> model.recent().mark(cluster, production.isSelected()));
    var forget =
        Parts.button(
            "forget-" + cluster.name(),
            "Forget",
            Material2OutlinedAL.DELETE,
            () -> model.attach().forget(cluster));
    forget.setAccessibleText("Forget %s and its token".formatted(cluster.name()));
    Parts.explain(forget, "Takes it off this list and deletes the token kept for it.");
    return row(cluster.name(), cluster.url().toString(), production, forget, open);
  }

  private static String words(ClusterState.Phase phase) {
    return switch (phase) {
      case STARTING -> "starting";
      case READY -> "ready";
      case DEGRADED -> "ready in part";
      case RESTARTING -> "restarting";
      case STOPPING -> "stopping";
      case STOPPED -> "stopped";
    };
  }

  private static HBox row(String name, String facts, Node... actions) {
    var row =
        new HBox(
            Parts.icon(Material2OutlinedMZ.STORAGE),
            Parts.label(name, "row-name"),
            Parts.label(facts, "muted"),
            Parts.filler());
    row.getChildren().addAll(actions);
    row.getStyleClass().add("cluster-row");
    return row;
  }

  static VBox card(String title, Ikon icon, Region body) {
    var head = new HBox(Parts.icon(icon, "card-icon"), Parts.label(title, "card-title"));
    head.getStyleClass().add("card-head");
    var card = new VBox(head, body);
    card.getStyleClass().add("card");
    body.getStyleClass().add("card-body");
    return card;
  }

  static void visible(Region part, boolean on) {
    part.setVisible(on);
    part.setManaged(on);
  }
}
