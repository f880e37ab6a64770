package ai.hal9.console.shell;

import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Theme;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.command.DemoLoad;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The way in that names no JavaFX class before there is a display. */
public final class ConsoleLaunch {

  private ConsoleLaunch() {}

  // kept, since a logger that nobody holds forgets its level
  private static final Logger JAVAFX = Logger.getLogger("javafx");

  private static final String DRAWING = "prism.order";

  /** What a graphics device of Linux, or of Windows' Linux, shows itself as. */
  private static final List<Path> GRAPHICS =
      List.of(Path.of("/dev/dri"), Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

  /** Opens the window and returns when it has been closed. */
  public static void open() {
    prepare();
    // beside the toolkit's start, which the window waits for, and not after it
    beside(
        "settings-loader",
        () -> SettingsFile.prepare(ConsoleApplication.directory().resolve(SettingsFile.NAME)));
    beside("theme-loader", ConsoleLaunch::loadTheme);
    Application.launch(ConsoleApplication.class);
  }

  /**
   * Opens the window on a cluster, orders load on it, and returns when the window has been closed.
   *
   * @throws InterruptedException when the process is asked to end; the load is ended then
   */
  public static void watch(RunningCluster cluster, DemoLoad load) throws InterruptedException {
    prepare();
    var closed = new CompletableFuture<@Nullable Void>();
    var desk = new AtomicReference<@Nullable LoadDesk>();
    Platform.startup(() -> open(cluster, load, desk, closed));
    try {
      closed.get();
    } catch (InterruptedException e) {
      // the toolkit ends with the process, and would not answer any more
      end(desk.get());
      throw e;
    } catch (ExecutionException e) {
      Platform.exit();
      throw new IllegalStateException(e.getCause());
    }
    Platform.exit();
  }

  /** Nobody waits for a report, and the cluster is about to be stopped. */
  private static void end(@Nullable LoadDesk desk) {
    if (desk != null) {
      desk.close(Duration.ZERO);
    }
  }

  private static void open(
      RunningCluster cluster,
      DemoLoad load,
      AtomicReference<@Nullable LoadDesk> desk,
      CompletableFuture<@Nullable Void> closed) {
    try {
      var token = Files.readString(cluster.tokenFile()).strip();
      var address = new ClusterAddress(cluster.url(), token);
      var stage = new Stage();
      stage.setOnHidden(_ -> closed.complete(null));
      desk.set(
          ConsoleApplication.window(stage)
              .show(Session.started(cluster, address, Clock.systemUTC()), load));
    } catch (IOException | RuntimeException e) {
      closed.completeExceptionally(e);
    }
  }

  private static void beside(String name, Runnable task) {
    Thread.ofPlatform().daemon().name(name).start(task);
  }

  /** In the order in which the window asks for them. */
  private static void loadTheme() {
    Theme.prepare();
    var _ = ClusterControl.standard();
    var _ = SloProfiles.all();
  }

  private static void prepare() {
    quiet();
    if (System.getProperty("os.name").equals("Linux")
        && System.getProperty(DRAWING) == null
        && GRAPHICS.stream().noneMatch(Files::exists)) {
      // else JavaFX loads all of a GL in software, only to refuse it and draw by itself
      System.setProperty(DRAWING, "sw");
    }
  }

  /** JavaFX warns of a class path, which is where it is on purpose. */
  static void quiet() {
    JAVAFX.setLevel(Level.SEVERE);
  }
}
