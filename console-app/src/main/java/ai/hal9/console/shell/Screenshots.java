package ai.hal9.console.shell;

import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Pictures;
import ai.hal9.console.ui.ThemeChoice;
import ai.hal9.console.ui.UiThread;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.stores.file.Trees;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;

/**
 * Pictures of every screen, as it shows a running cluster: dark and light, in two sizes. Needs no
 * display. Nothing is staged: what the cluster does is what is seen.
 */
public final class Screenshots {

  private static final List<Size> SIZES = List.of(new Size(1440, 900), new Size(1100, 700));
  private static final Duration SETTLE = Duration.ofMillis(1_500);

  private final ClusterControl control;
  private final Path directory;

  private record Size(int width, int height) {}

  /**
   * @param directory where the pictures go
   */
  public Screenshots(ClusterControl control, Path directory) {
    this.control = control;
    this.directory = directory;
  }

  /**
   * Takes them all.
   *
   * @param cluster the name of a cluster that runs on this machine
   * @param watch how long to listen before the first picture
   * @return the files written
   * @throws SimException if there is no such cluster
   */
  public List<Path> take(String cluster, Duration watch) throws IOException, InterruptedException {
    var state =
        control
            .state(cluster)
            .filter(found -> found.state() != ClusterState.Phase.STOPPED)
            .orElseThrow(
                () ->
                    new SimException(
                        SimException.Code.NOT_RUNNING,
                        "there is no cluster %s to take pictures of; start one with: hal9 up --detach"
                            .formatted(cluster)));
    var token = Files.readString(state.tokenFile()).strip();
    Files.createDirectories(directory);
    var settings = Files.createTempDirectory("hal9-screenshots");
    startHeadless();
    try {
      var window = onUi(() -> window(settings));
      var files = new ArrayList<Path>();
      files.addAll(pictures(window, "start"));
      onUi(
          () -> {
            window
                .model()
                .open(
                    Session.attached(
                        cluster, new ClusterAddress(state.url(), token), Clock.systemUTC()));
            return window;
          });
      TimeUnit.MILLISECONDS.sleep(watch.toMillis());
      for (var screen : onUi(() -> screens(window))) {
        onUi(
            () -> {
              window.model().screen().set(screen.id());
              return screen;
            });
        files.addAll(pictures(window, screen.id().replaceAll(":.*", "")));
      }
      onUi(
          () -> {
            window.close();
            return window;
          });
      return files;
    } finally {
      Platform.exit();
      Trees.delete(settings);
    }
  }

  /** All of the navigation, and the page of one node. */
  private static List<Screen> screens(ConsoleWindow window) {
    var screens = new ArrayList<>(window.screens());
    var session = window.model().session().get();
    if (session != null) {
      session.feed().state().nodes().stream()
          .findFirst()
          .ifPresent(node -> screens.add(window.screen(Screens.node(node.name()))));
    }
    return screens;
  }

  private ConsoleWindow window(Path settings) {
    var stage = new Stage();
    stage.setX(0);
    stage.setY(0);
    var window =
        new ConsoleWindow(
            stage,
            new Surroundings(
                control, Background.threads(), Clock.systemUTC(), settings, _ -> Optional.empty()));
    window.show();
    return window;
  }

  private List<Path> pictures(ConsoleWindow window, String name)
      throws IOException, InterruptedException {
    var files = new ArrayList<Path>();
    for (var size : SIZES) {
      for (var theme : List.of(ThemeChoice.DARK, ThemeChoice.LIGHT)) {
        onUi(
            () -> {
              window.theme().choice().set(theme);
              window.resize(size.width, size.height);
              return window;
            });
        TimeUnit.MILLISECONDS.sleep(SETTLE.toMillis());
        var picture = onUi(window::picture);
        files.add(write(picture, name, theme, size));
      }
    }
    return files;
  }

  private Path write(WritableImage picture, String name, ThemeChoice theme, Size size)
      throws IOException {
    var file =
        directory.resolve(
            "%s-%s-%dx%d.png"
                .formatted(name, theme.name().toLowerCase(Locale.ROOT), size.width, size.height));
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Pictures.png(picture, out);
    }
    return file;
  }

  /** Starts JavaFX without a display. */
  static void startHeadless() {
    ConsoleLaunch.quiet();
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    Platform.startup(() -> Platform.setImplicitExit(false));
  }

  static <T> T onUi(Callable<T> work) throws InterruptedException {
    var done = new CompletableFuture<T>();
    UiThread.later(
        () -> {
          try {
            done.complete(work.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
