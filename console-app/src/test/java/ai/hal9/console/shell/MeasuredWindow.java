package ai.hal9.console.shell;

import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.UiThread;
import ai.hal9.sim.cluster.ClusterControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The real window of 1440×900 on a cluster, with settings of its own. One a process. */
final class MeasuredWindow {

  private final Path settings;
  private final ConsoleWindow window;
  private final Scene scene;

  private MeasuredWindow(Path settings, ConsoleWindow window, Scene scene) {
    this.settings = settings;
    this.window = window;
    this.scene = scene;
  }

  /**
   * Opens it.
   *
   * @param background where its screens work
   */
  static MeasuredWindow open(Session session, String screen, Background background)
      throws Exception {
    ConsoleLaunch.quiet();
    Platform.startup(() -> Platform.setImplicitExit(false));
    var settings = Files.createTempDirectory("measured-window");
    return onUi(
        () -> {
          var stage = new Stage();
          stage.setX(0);
          stage.setY(0);
          var window =
              new ConsoleWindow(
                  stage,
                  new Surroundings(
                      ClusterControl.standard(),
                      background,
                      Clock.systemUTC(),
                      settings,
                      (_, _) -> Optional.empty()));
          window.show();
          window.resize(1440, 900);
          window.model().open(session);
          window.model().screen().set(screen);
          return new MeasuredWindow(settings, window, stage.getScene());
        });
  }

  ShellModel model() {
    return window.model();
  }

  Scene scene() {
    return scene;
  }

  /** Runs something on the UI thread and waits for it. */
  static <T extends @Nullable Object> T onUi(Callable<T> work) throws Exception {
    var done = new CompletableFuture<T>();
    UiThread.later(
        () -> {
          try {
            done.complete(work.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.get();
  }

  /** Closes it, and with it the session. */
  void close() throws Exception {
    onUi(
        () -> {
          window.close();
          return settings;
        });
    try (var files = Files.walk(settings)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // what the console still writes there is in a temporary directory
      System.err.println("left " + settings + ": " + e);
    }
  }
}
