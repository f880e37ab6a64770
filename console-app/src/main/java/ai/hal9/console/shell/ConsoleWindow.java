package ai.hal9.console.shell;

import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.connect.ConnectView;
import ai.hal9.console.connect.Doors;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Heartbeat;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.Theme;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** The main window: the start screen, or the screens of the cluster connected to. */
final class ConsoleWindow {

  private final Stage stage;
  private final Surroundings around;
  private final SettingsFile file;
  private final Settings before;
  private final ShellModel model;
  private final Heartbeat heartbeat;
  private final BorderPane frame = new BorderPane();
  private final Dialogs dialogs = new Dialogs();
  private final Toasts toasts;
  private final CommandPalette palette = new CommandPalette(this::actions);
  private final Theme theme;
  private final Farewell farewell;
  private final WindowActions actions;
  private final OwnCost cost;
  private final List<View> shown = new ArrayList<>();
  private final Map<String, View> screens = new HashMap<>();

  ConsoleWindow(Stage stage, Surroundings around) {
    this.stage = stage;
    this.around = around;
    file = new SettingsFile(around.directory().resolve("settings.json"));
    before = file.read();
    model = new ShellModel(before);
    heartbeat = new Heartbeat(around.clock());
    toasts = new Toasts(heartbeat.now());
    toasts.setMouseTransparent(false);
    var root = new StackPane(frame, toasts, palette, dialogs);
    root.getStyleClass().add("console");
    var scene = new Scene(root, before.width(), before.height());
    theme = new Theme(scene, before.theme());
    cost = new OwnCost(scene);
    farewell = new Farewell(dialogs, around.background());
    actions =
        new WindowActions(
            model,
            theme,
            heartbeat.now(),
            dialogs,
            new WindowActions.Moves(this::openScreen, this::disconnect, palette::open, this::back));
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    stage.setScene(scene);
    stage.setTitle("HAL9 Console");
    stage.setMinWidth(900);
    stage.setMinHeight(600);
    place();
    stage.setOnCloseRequest(
        request -> {
          request.consume();
          close();
        });
    model.session().addListener(_ -> showSession());
    model.screen().addListener(_ -> openScreen(model.screen().get()));
    rememberChanges();
    showSession();
  }

  ShellModel model() {
    return model;
  }

  Theme theme() {
    return theme;
  }

  void show() {
    stage.show();
  }

  /** What is on screen. */
  WritableImage picture() {
    return stage.getScene().snapshot(null);
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
    farewell.before("Close", model.session().get(), this::end);
  }

  private void end() {
    file.write(model.settings(window()));
    file.close();
    model.leave();
    hideAll();
    heartbeat.close();
    stage.hide();
  }

  /** Back to the start screen, after asking what shall become of a cluster started here. */
  private void disconnect() {
    farewell.before("Disconnect", model.session().get(), model::leave);
  }

  private void showSession() {
    hideAll();
    screens.clear();
    var session = model.session().get();
    if (session == null) {
      frame.setTop(null);
      frame.setLeft(null);
      showIn(new ConnectView(doors(), heartbeat.now()));
    } else {
      var connection = new ConnectionModel(session, around.background());
      var top =
          new TopBar(session, connection, model.time(), heartbeat.now(), theme, palette::open);
      frame.setTop(top.node());
      shown.add(top);
      top.show();
      frame.setLeft(
          new Navigation(
              Screens.ALL, model.screen(), model.navigation(), this::openScreen, this::disconnect));
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
    var session = model.session().get();
    if (session == null) {
      return;
    }
    var screen = Screens.of(id);
    var view =
        screens.computeIfAbsent(
            screen.id(),
            _ ->
                screen
                    .build()
                    .apply(
                        new Workplace(
                            session, charts(session), around.background(), this::openScreen)));
    if (!shown.contains(view)) {
      shown.stream().filter(screens::containsValue).forEach(View::hide);
      shown.removeIf(screens::containsValue);
      showIn(view);
    }
    model.screen().set(screen.id());
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
        new DesktopSaving(around.place(), around.background(), toasts, dialogs));
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
    return actions.all(
        shown.stream()
            .filter(ActionSource.class::isInstance)
            .flatMap(view -> ((ActionSource) view).actions().stream())
            .toList());
  }

  private void back() {
    if (palette.isOpen()) {
      palette.close();
    } else if (dialogs.open()) {
      dialogs.escape();
    } else if (!model.time().back() && Screens.isNode(model.screen().get())) {
      openScreen(Screens.ALL.getFirst().id());
    }
  }

  private void key(KeyEvent key) {
    var wanted = Keys.action(key, stage.getScene().getFocusOwner(), Screens.ALL);
    var covered = dialogs.open() || palette.isOpen();
    if (wanted.isEmpty() || (covered && !wanted.equals("back"))) {
      return;
    }
    actions().stream()
        .filter(action -> action.id().equals(wanted))
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

  private void place() {
    var where =
        javafx.stage.Screen.getScreensForRectangle(
            before.x(), before.y(), before.width(), before.height());
    if (!where.isEmpty()) {
      stage.setX(before.x());
      stage.setY(before.y());
    }
    stage.setMaximized(before.maximized());
  }

  private Settings window() {
    var scene = stage.getScene();
    var maximized = stage.isMaximized();
    return new Settings(
        maximized ? before.x() : stage.getX(),
        maximized ? before.y() : stage.getY(),
        maximized ? before.width() : scene.getWidth(),
        maximized ? before.height() : scene.getHeight(),
        maximized,
        theme.choice().get(),
        before.span(),
        before.screen(),
        before.navigation(),
        before.logarithmic(),
        before.recent(),
        before.starts());
  }

  private void rememberChanges() {
    InvalidationListener changed =
        _ -> {
          if (stage.isShowing()) {
            file.write(model.settings(window()));
          }
        };
    for (var observed :
        List.of(
            stage.xProperty(),
            stage.yProperty(),
            stage.widthProperty(),
            stage.heightProperty(),
            stage.maximizedProperty(),
            theme.choice(),
            model.time().span(),
            model.screen(),
            model.navigation(),
            model.logarithmic(),
            model.recent(),
            model.starts())) {
      observed.addListener(changed);
    }
  }
}
