package ai.hal9.console.shell;

import ai.hal9.console.alerts.AlertsBell;
import ai.hal9.console.alerts.AlertsModel;
import ai.hal9.console.board.Boards;
import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.connect.ConnectView;
import ai.hal9.console.connect.Doors;
import ai.hal9.console.load.LoadActions;
import ai.hal9.console.load.LoadBadge;
import ai.hal9.console.loading.Generator;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Heartbeat;
import ai.hal9.console.ui.Reachable;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.Theme;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import ai.hal9.dashboards.alert.AlertRules;
import ai.hal9.dashboards.catalog.DashboardLibrary;
import ai.hal9.sim.command.DemoLoad;
import ai.hal9.sim.scenario.ScenarioLibrary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The main window: the start screen, or the screens of the cluster connected to. */
final class ConsoleWindow {

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
  private final List<View> shown = new ArrayList<>();
  private final OpenScreens screens = new OpenScreens();
  private @Nullable DemoStrip demo;
  private final RunStore runs;
  private @Nullable Workplace place;

  ConsoleWindow(Stage stage, Surroundings around) {
    this.stage = stage;
    this.around = around;
    var file = new SettingsFile(around.directory().resolve("settings.json"));
    var before = file.read();
    theme = new Theme(before.theme());
    dialogs = new Dialogs();
    palette = new CommandPalette(this::actions);
    model = new ShellModel(before);
    boards =
        new Boards(
            new DashboardLibrary(around.dashboards()), around.background(), before.targets());
    known = new Screens(boards);
    runs = RunStore.in(around.directory(), around.clock());
    heartbeat = new Heartbeat(around.clock());
    toasts = new Toasts(heartbeat.now());
    toasts.setMouseTransparent(false);
    var root = new StackPane(frame, toasts, palette, dialogs);
    root.getStyleClass().add("console");
    var scene = new Scene(root, before.width(), before.height());
    theme.dress(scene);
    cost = new OwnCost(scene);
    farewell = new Farewell(dialogs, around.background());
    actions =
        new WindowActions(
            model,
            theme,
            heartbeat.now(),
            dialogs,
            known,
            new WindowActions.Moves(
                this::openScreen, this::reach, this::disconnect, palette::open, this::back));
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    stage.setScene(scene);
    stage.setTitle("HAL9 Console");
    stage.setMinWidth(900);
    stage.setMinHeight(600);
    memory = new WindowMemory(stage, file, before, model, theme, boards.profile());
    memory.place();
    stage.setOnCloseRequest(
        request -> {
          request.consume();
          close();
        });
    boards.entries().addListener((InvalidationListener) _ -> showScreens());
    afterFirstFrame(scene, () -> boards.watch(UiThread::later));
    model.session().addListener(_ -> showSession());
    model.screen().addListener(_ -> openScreen(model.screen().get()));
    memory.keep();
    showSession();
  }

  /** Runs what the first frame does not need, once that frame is laid out. */
  private static void afterFirstFrame(Scene scene, Runnable task) {
    scene.addPostLayoutPulseListener(
        new Runnable() {
          @Override
          public void run() {
            scene.removePostLayoutPulseListener(this);
            UiThread.later(task);
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
    var strip = new DemoStrip(load, () -> openScreen("runs"));
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

  /** Asks what shall become of a cluster started here, and closes. */
  void close() {
    if (dialogs.open()) {
      return;
    }
    farewell.beforeLoad(load(), () -> farewell.before("Close", model.session().get(), this::end));
  }

  private void end() {
    memory.close();
    model.leave();
    hideAll();
    boards.close();
    heartbeat.close();
    runs.close();
    stage.hide();
  }

  /** Back to the start screen, after asking what shall become of a cluster started here. */
  private void disconnect() {
    farewell.beforeLoad(
        load(), () -> farewell.before("Disconnect", model.session().get(), model::leave));
  }

  /** Where load is ordered while a cluster is connected to. */
  Optional<LoadDesk> load() {
    return Optional.ofNullable(place).map(Workplace::load);
  }

  private void showSession() {
    hideAll();
    screens.clear();
    var past = place;
    if (past != null) {
      place = null;
      letGo(past.load());
    }
    var session = model.session().get();
    if (session == null) {
      demo = null;
      frame.setTop(null);
      frame.setLeft(null);
      showIn(new ConnectView(doors(), heartbeat.now()));
    } else {
      var desk = desk(session);
      place =
          new Workplace(
              session,
              charts(session),
              around.background(),
              around.directory(),
              desk,
              this::openScreen);
      var connection = new ConnectionModel(session, around.background());
      var alerts =
          new AlertsBell(
              new AlertsModel(
                  session.history(), AlertRules.all(), around.background(), toasts::tell),
              heartbeat.now());
      shown.add(alerts);
      alerts.show();
      var badge = new LoadBadge(desk, heartbeat.now(), () -> openScreen("load"));
      shown.add(badge);
      badge.show();
      var top =
          new TopBar(
              session,
              connection,
              model.time(),
              heartbeat.now(),
              theme,
              badge.node(),
              alerts.node(),
              palette::open);
      frame.setTop(top.node());
      shown.add(top);
      top.show();
      if (demo != null) {
        frame.setTop(new VBox(top.node(), demo.node()));
      }
      var left =
          new Navigation(model.screen(), model.navigation(), this::openScreen, this::disconnect);
      frame.setLeft(left);
      left.show(known.all());
      openScreen(model.screen().get());
    }
    var status = new StatusLine(cost, model.time(), heartbeat.now(), session != null);
    frame.setBottom(status.node());
    shown.add(status);
    status.show();
  }

  private void hideAll() {
    shown.forEach(View::hide);
    shown.clear();
  }

  private void openScreen(String id) {
    var here = place;
    if (here == null) {
      return;
    }
    var screen = known.of(id);
    var view = screens.open(screen, here);
    if (!shown.contains(view)) {
      shown.stream().filter(screens::contains).forEach(View::hide);
      shown.removeIf(screens::contains);
      showIn(view);
    }
    model.screen().set(screen.id());
  }

  private void reach(String id, String place) {
    openScreen(id);
    if (screens.of(id).orElse(null) instanceof Reachable view) {
      view.reach(place);
    }
  }

  /** The navigation offers what there is now; a screen that is gone is left. */
  private void showScreens() {
    if (frame.getLeft() instanceof Navigation left) {
      left.show(known.all());
      screens.removeIf(id -> !known.has(id) && !id.equals(model.screen().get()));
      openScreen(model.screen().get());
    }
  }

  private void showIn(View view) {
    Sight.live(view.node());
    frame.setCenter(view.node());
    shown.add(view);
    view.show();
  }

  private ChartContext charts(Session session) {
    return new ChartContext(
        model.time(),
        heartbeat.now(),
        session.history()::span,
        model.logarithmic(),
        new DesktopSaving(around.place(), model.files(), around.background(), toasts, dialogs));
  }

  private LoadDesk desk(Session session) {
    var directory = around.directory();
    return new LoadDesk(
        new LoadDesk.Aim(session.name(), session.address(), session.local(), session.history()),
        Generator.process(directory.resolve("load.log")),
        runs,
        new ScenarioLibrary(directory.resolveSibling("scenarios")),
        around.clock());
  }

  /** Ends a load that still runs, elsewhere, since its report is waited for. */
  private void letGo(LoadDesk desk) {
    var _ =
        around
            .background()
            .run(
                () -> {
                  desk.close();
                  return desk;
                },
                _ -> {},
                failure -> dialogs.error("The load could not be ended.", failure.toString()));
  }

  private Doors doors() {
    return new Doors(
        around.control(),
        around.background(),
        UiThread::later,
        around.clock(),
        around.directory().resolve("tokens"),
        model::recent,
        model::starts,
        model::measured,
        model::remember,
        model::open);
  }

  private List<Action> actions() {
    var ofScreen = sources().stream().flatMap(source -> source.actions().stream());
    var here = place;
    var ofLoad = here == null ? List.<Action>of() : new LoadActions(here, toasts::tell).all();
    return actions.all(Stream.concat(ofScreen, ofLoad.stream()).toList());
  }

  private List<ActionSource> sources() {
    return shown.stream()
        .filter(ActionSource.class::isInstance)
        .map(ActionSource.class::cast)
        .toList();
  }

  private void back() {
    if (palette.isOpen()) {
      palette.close();
    } else if (dialogs.open()) {
      dialogs.escape();
    } else if (sources().stream().noneMatch(ActionSource::back)
        && !model.time().back()
        && Screens.isNode(model.screen().get())) {
      openScreen(known.all().getFirst().id());
    }
  }

  private void key(KeyEvent key) {
    var wanted = Keys.action(key, stage.getScene().getFocusOwner(), known.all());
    var covered = dialogs.open() || palette.isOpen();
    if (covered && !wanted.equals("back")) {
      return;
    }
    var possible =
        wanted.isEmpty()
            ? sources().stream()
                .flatMap(source -> source.actions().stream())
                .filter(action -> Keys.mean(key, stage.getScene().getFocusOwner(), action))
            : actions().stream().filter(action -> action.id().equals(wanted));
    possible
        .findFirst()
        .ifPresent(
            action -> {
              key.consume();
              if (wanted.equals("search")) {
                // not before this key's character has gone by, which would be typed there
                UiThread.later(action.run());
              } else {
                action.run().run();
              }
            });
  }
}
