package ai.hal9.console.shell;

import ai.hal9.console.alerts.AlertsBell;
import ai.hal9.console.alerts.AlertsModel;
import ai.hal9.console.board.Boards;
import ai.hal9.console.connect.ConnectView;
import ai.hal9.console.connect.Doors;
import ai.hal9.console.load.LoadActions;
import ai.hal9.console.load.LoadBadge;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Heartbeat;
import ai.hal9.console.ui.Theme;
import ai.hal9.console.ui.UiThread;
import ai.hal9.dashboards.alert.AlertRules;
import ai.hal9.dashboards.catalog.DashboardLibrary;
import ai.hal9.sim.command.DemoLoad;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The main window: the start screen, or the screens of the cluster connected to. */
final class ConsoleWindow {

  static final int LEAST_WIDTH = 900;
  static final int LEAST_HEIGHT = 600;

  private static final Duration DRAWN = Duration.millis(300);

  private final Stage stage;
  private final Surroundings around;
  private final WindowMemory memory;
  private final ShellModel model;
  private final Heartbeat heartbeat;
  private final BorderPane frame = new BorderPane();
  private final Dialogs dialogs;
  private final Toasts toasts;
  private final CommandPalette palette;
  private final Theme theme;
  private final Farewell farewell;
  private final WindowActions actions;
  private final OwnCost cost;
  private final Boards boards;
  private final Screens known;
  private final ShownViews shown = new ShownViews();
  private final ScreenDeck deck;
  private final RunStore runs;
  private final Workplaces workplaces;
  private @Nullable DemoStrip demo;
  private @Nullable Workplace place;
  private @Nullable LoadActions loads;
  private @Nullable ConnectView start;
  private boolean ended;

  ConsoleWindow(Stage stage, Surroundings around) {
    this.stage = stage;
    this.around = around;
    var file = new SettingsFile(around.directory().resolve(SettingsFile.NAME));
    var before = file.read();
    theme = new Theme(before.theme());
    dialogs = new Dialogs();
    palette = new CommandPalette(this::actions);
    model = new ShellModel(before);
    boards =
        new Boards(
            new DashboardLibrary(around.dashboards()), around.background(), before.targets());
    known = new Screens(boards);
    deck = new ScreenDeck(frame, model, known, shown);
    runs = RunStore.in(around.directory(), around.clock());
    heartbeat = new Heartbeat(around.clock());
    toasts = new Toasts(heartbeat.now());
    toasts.setMouseTransparent(false);
    workplaces = new Workplaces(around, model, heartbeat.now(), runs, toasts, dialogs);
    var root = new StackPane(frame, toasts, palette, dialogs);
    root.getStyleClass().add("console");
    var scene = new Scene(root, before.width(), before.height());
    theme.dress(scene);
    cost = new OwnCost(scene);
    farewell = new Farewell(dialogs, around.background(), around.control());
    actions =
        new WindowActions(
            model,
            theme,
            heartbeat.now(),
            dialogs,
            known,
            new WindowActions.Moves(
                deck::open,
                deck::reach,
                this::disconnect,
                palette::open,
                new WayBack(palette, dialogs, shown, model, deck)::go,
                this::close));
    var _ =
        new Keyboard(scene, known, shown, () -> dialogs.open() || palette.isOpen(), this::actions);
    stage.setScene(scene);
    stage.setTitle("HAL9 Console");
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    memory = new WindowMemory(stage, file, before, model, theme, boards.profile());
    memory.place();
    stage.setOnCloseRequest(
        request -> {
          request.consume();
          close();
        });
    boards.entries().addListener((InvalidationListener) _ -> deck.refresh());
    afterFirstFrame(
        scene,
        () -> {
          boards.watch(UiThread::later);
          palette.prepare();
        });
    model.session().addListener(_ -> showSession());
    heartbeat.now().addListener(_ -> lookForLoads());
    model.screen().addListener(_ -> deck.open(model.screen().get()));
    memory.keep();
    showSession();
  }

  /**
   * Runs what the first frame does not need, a little after that has been laid out: drawing it
   * takes the other processor, and bringing it on screen this thread.
   */
  private void afterFirstFrame(Scene scene, Runnable task) {
    var drawn = new PauseTransition(DRAWN);
    drawn.setOnFinished(
        _ -> {
          if (stage.isShowing()) {
            task.run();
          }
        });
    scene.addPostLayoutPulseListener(
        new Runnable() {
          @Override
          public void run() {
            scene.removePostLayoutPulseListener(this);
            drawn.play();
          }
        });
  }

  ShellModel model() {
    return model;
  }

  Theme theme() {
    return theme;
  }

  /** The time its screens know. */
  Instant now() {
    return heartbeat.now().get();
  }

  List<Screen> screens() {
    return known.all();
  }

  /** One screen, with or without an entry in the navigation. */
  Screen screen(String id) {
    return known.of(id);
  }

  void show() {
    stage.show();
  }

  /**
   * Shows a cluster and orders a demo's load on it.
   *
   * @return where it is ordered
   */
  LoadDesk show(Session session, DemoLoad load) {
    var strip = new DemoStrip(load, () -> deck.open("runs"));
    demo = strip;
    model.screen().set(known.all().getFirst().id());
    model.open(session);
    show();
    var desk = load().orElseThrow();
    strip.order(desk, around.background());
    return desk;
  }

  /** What is on screen, without what pops up over it. */
  WritableImage picture() {
    return stage.getScene().snapshot(null);
  }

  /** Everything on screen, as nodes. */
  Parent root() {
    return stage.getScene().getRoot();
  }

  /** Does one of the things the command palette offers now, by its id. */
  void act(String id) {
    actions().stream()
        .filter(action -> action.id().equals(id))
        .findFirst()
        .ifPresent(action -> action.run().run());
  }

  void resize(double width, double height) {
    stage.setWidth(width + stage.getWidth() - stage.getScene().getWidth());
    stage.setHeight(height + stage.getHeight() - stage.getScene().getHeight());
  }

  /** Asks what shall become of a cluster of this machine, and closes. */
  void close() {
    if (dialogs.open()) {
      return;
    }
    farewell.beforeStart(
        start,
        () ->
            farewell.beforeLoad(
                load(), () -> farewell.before("Close", model.session().get(), this::end)));
  }

  /** Closes without asking and lets go of all it holds; a second time does nothing. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      memory.close();
      model.leave();
      shown.hideAll();
      boards.close();
      heartbeat.close();
      runs.close();
    } finally {
      stage.hide();
    }
  }

  /** Back to the start screen, after asking what shall become of a cluster of this machine. */
  private void disconnect() {
    farewell.beforeLoad(
        load(), () -> farewell.before("Disconnect", model.session().get(), model::leave));
  }

  /** Stops the cluster connected to, after asking, and goes back to the start screen. */
  private void stopCluster(Session session) {
    farewell.beforeLoad(load(), () -> farewell.stop(session, model::leave));
  }

  /** Where load is ordered while a cluster is connected to. */
  Optional<LoadDesk> load() {
    return Optional.ofNullable(place).map(Workplace::load);
  }

  private void showSession() {
    shown.hideAll();
    deck.clear();
    var past = place;
    if (past != null) {
      place = null;
      loads = null;
      workplaces.clear(past);
    }
    var session = model.session().get();
    if (session == null) {
      demo = null;
      frame.setTop(new StartBar(theme, this::act).node());
      frame.setLeft(null);
      var here = new ConnectView(doors(), heartbeat.now());
      start = here;
      deck.show(here);
    } else {
      start = null;
      boards.watch(UiThread::later);
      var here = workplaces.of(session, deck::open, deck::reach);
      place = here;
      loads = new LoadActions(here, toasts::warn);
      lookForLoads();
      var top = topBar(session, here.load());
      frame.setTop(demo == null ? top.node() : new VBox(top.node(), demo.node()));
      deck.begin(here, this::disconnect);
      shown.show(new ClusterNews(here, heartbeat.now(), toasts));
    }
    var status = new StatusLine(cost, model.time(), heartbeat.now(), session != null);
    frame.setBottom(status.node());
    shown.show(status);
  }

  private TopBar topBar(Session session, LoadDesk desk) {
    var alerts =
        new AlertsBell(
            new AlertsModel(session.history(), AlertRules.all(), around.background(), toasts::warn),
            heartbeat.now());
    shown.show(alerts);
    var badge = new LoadBadge(desk, heartbeat.now(), () -> deck.open("load"));
    shown.show(badge);
    var top =
        new TopBar(
            session,
            new ConnectionModel(session, around.background()),
            model.time(),
            heartbeat.now(),
            theme,
            badge.node(),
            alerts.node(),
            palette::open);
    shown.show(top);
    return top;
  }

  private Doors doors() {
    return new Doors(
        around.control(),
        around.background(),
        UiThread::later,
        around.clock(),
        around.directory().resolve("tokens"),
        model.recent(),
        model::starts,
        model::measured,
        model::open,
        farewell::stop);
  }

  private List<Action> actions() {
    var ofScreen = shown.sources().stream().flatMap(source -> source.actions().stream());
    var here = loads;
    var ofLoad = here == null ? List.<Action>of() : here.all();
    var local = shown.sources().stream().flatMap(source -> source.localKeys().stream()).toList();
    return actions.all(
        Stream.of(ofScreen, ofLoad.stream(), stopping()).flatMap(each -> each).toList(), local);
  }

  private void lookForLoads() {
    var here = loads;
    if (here != null) {
      here.beat(now());
    }
  }

  private Stream<Action> stopping() {
    var session = model.session().get();
    return session != null && session.site() instanceof Site.Own(var name)
        ? Stream.of(
            new Action(
                "stop-local-cluster",
                "Stop cluster ‘%s’".formatted(name),
                Material2OutlinedMZ.POWER_SETTINGS_NEW,
                "",
                () -> stopCluster(session)))
        : Stream.empty();
  }
}
