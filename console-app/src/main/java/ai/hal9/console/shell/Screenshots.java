package ai.hal9.console.shell;

import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.UiThread;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.stage.Stage;

/**
 * Pictures of every screen, as it shows a running cluster. Needs no display. Nothing is staged:
 * what the cluster does is what is seen, and a tour does what a user would do.
 */
public final class Screenshots {

  private final ClusterControl control;
  private final Path directory;

  /**
   * @param directory where the pictures go
   */
  public Screenshots(ClusterControl control, Path directory) {
    this.control = control;
    this.directory = directory;
  }

  /**
   * Takes those that are wanted.
   *
   * @param cluster the name of a cluster that runs on this machine
   * @param watch how long to listen before the first picture
   * @param tour whether load is sent and tuning is changed and put back, so that what comes of them
   *     is seen
   * @param shots which
   * @return the files written
   * @throws SimException if there is no such cluster
   */
  public List<Path> take(String cluster, Duration watch, boolean tour, Shots shots)
      throws IOException, InterruptedException {
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
      var camera = new Camera(window, directory, shots);
      var mishaps = new Mishaps(window, camera);
      camera.take(Shots.START);
      mishaps.attachRefused();
      var address = new ClusterAddress(state.url(), token);
      onUi(
          () -> {
            window
                .model()
                .open(Session.attached(cluster, address, new Site.Here(), Clock.systemUTC()));
            return window;
          });
      var guide = new Tour(window, camera, mishaps, address, () -> lastNode(cluster));
      if (tour) {
        guide.beginLoad();
      }
      TimeUnit.MILLISECONDS.sleep(watch.toMillis());
      for (var screen : onUi(() -> screens(window))) {
        var name = Screens.isNode(screen) ? Shots.NODE : screen;
        if (shots.want(name)) {
          onUi(
              () -> {
                window.model().screen().set(screen);
                return screen;
              });
          camera.take(name);
        }
      }
      new Covers(window, camera).visit();
      mishaps.visit();
      if (tour) {
        guide.visit();
      }
      onUi(
          () -> {
            window.close();
            return window;
          });
      return camera.files();
    } finally {
      Platform.exit();
      Trees.delete(settings);
    }
  }

  /** All of the navigation, and the page of one node. */
  private static List<String> screens(ConsoleWindow window) {
    var screens = new ArrayList<String>();
    window.screens().forEach(screen -> screens.add(screen.id()));
    var session = window.model().session().get();
    if (session != null) {
      session.feed().state().nodes().stream()
          .findFirst()
          .ifPresent(node -> screens.add(Screens.node(node.name())));
    }
    return screens;
  }

  private long lastNode(String cluster) {
    return control.state(cluster).map(state -> state.nodes().getLast().pid()).orElse(0L);
  }

  private ConsoleWindow window(Path settings) {
    var stage = new Stage();
    stage.setX(0);
    stage.setY(0);
    var window =
        new ConsoleWindow(
            stage,
            new Surroundings(
                control,
                Background.threads(),
                Clock.systemUTC(),
                settings,
                // nothing can be saved there, so that a picture tells what is said of it
                (name, _) -> Optional.of(settings.resolve("nowhere").resolve(name))));
    window.show();
    return window;
  }

  /** Starts JavaFX without a display. */
  private static void startHeadless() {
    ConsoleLaunch.quiet();
    withoutDisplay();
    Platform.startup(() -> Platform.setImplicitExit(false));
  }

  /** Has JavaFX, which is to be started yet, show its windows to nobody. */
  static void withoutDisplay() {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
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
