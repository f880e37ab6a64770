package ai.hal9.console.shell;

import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import javafx.application.Application;
import javafx.application.Platform;

/**
 * Walks through the window as a user would come into it: the start screen, then every screen of a
 * cluster that nobody answers for. A JVM that records meanwhile starts faster the next time. What
 * it remembers goes to {@code HAL9_HOME}, which is to be a directory of its own.
 */
public final class Rehearsal {

  private static final URI NOBODY = URI.create("http://127.0.0.1:1");
  private static final Duration LOOK = Duration.ofMillis(500);

  private Rehearsal() {}

  /**
   * Takes a few seconds.
   *
   * @param shown on the display there is, which also learns what JavaFX does with one; else nobody
   *     sees it
   */
  public static void perform(boolean shown) throws IOException, InterruptedException {
    if (!shown) {
      loadDesktop();
      Screenshots.withoutDisplay();
    }
    var walk =
        ConsoleApplication.opened()
            .thenAcceptAsync(Rehearsal::walk)
            .whenComplete((_, _) -> Platform.exit());
    ConsoleLaunch.open();
    walk.toCompletableFuture().join();
  }

  private static void walk(ConsoleWindow window) {
    try {
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What JavaFX has for a real window, which a rehearsal does not reach. */
  private static void loadDesktop() throws IOException {
    var loader = Application.class.getClassLoader();
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
