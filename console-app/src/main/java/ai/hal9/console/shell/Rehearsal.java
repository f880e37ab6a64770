package ai.hal9.console.shell;

import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;

/**
 * Walks through the window without a display: the start screen, then every screen of a cluster that
 * nobody answers for. A JVM that records meanwhile starts faster the next time.
 */
public final class Rehearsal {

  private static final URI NOBODY = URI.create("http://127.0.0.1:1");
  private static final Duration LOOK = Duration.ofMillis(500);

  /** What a real start goes through and a rehearsal does not. */
  private static final List<String> WAY_IN =
      List.of(
          "ai.hal9.console.command.ConsoleMain",
          "ai.hal9.console.shell.ConsoleApplication$ChosenFiles",
          "com.sun.javafx.application.LauncherImpl");

  private Rehearsal() {}

  /** Takes a few seconds. */
  public static void perform() throws IOException, InterruptedException {
    var settings = Files.createTempDirectory("hal9-rehearsal");
    try {
      loadDesktop();
      Screenshots.startHeadless();
      var window = Screenshots.onUi(() -> opened(settings));
      pause();
      Screenshots.onUi(
          () -> {
            var nobody = new ClusterAddress(NOBODY, "");
            window
                .model()
                .open(Session.attached("rehearsal", nobody, new Site.Here(), Clock.systemUTC()));
            return window;
          });
      for (var screen : Screenshots.onUi(window::screens)) {
        Screenshots.onUi(
            () -> {
              window.model().screen().set(screen.id());
              return screen;
            });
        pause();
      }
      Screenshots.onUi(
          () -> {
            window.close();
            return window;
          });
    } finally {
      Platform.exit();
      Trees.delete(settings);
    }
  }

  private static ConsoleWindow opened(Path settings) {
    var stage = new Stage();
    ConsoleApplication.dress(stage);
    var window =
        new ConsoleWindow(
            stage,
            new Surroundings(
                ClusterControl.standard(),
                Background.threads(),
                Clock.systemUTC(),
                settings,
                (_, _) -> Optional.empty()));
    window.show();
    return window;
  }

  /** What JavaFX has for a real window, which a rehearsal does not reach. */
  private static void loadDesktop() throws IOException {
    var loader = Application.class.getClassLoader();
    WAY_IN.forEach(name -> load(name, loader));
    var jar =
        Path.of(
            URI.create(
                Application.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try (var graphics = new JarFile(jar.toFile())) {
      graphics.stream()
          .map(entry -> entry.getName())
          .filter(
              name ->
                  name.matches(
                      "com/sun/(glass/ui/(gtk|mac|win)|prism/(es2|sw|d3d|mtl))/.*[.]class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .forEach(name -> load(name, loader));
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      // another platform's
    }
  }

  private static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
  }
}
