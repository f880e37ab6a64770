package ai.hal9.console.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.command.Hal9;
import ai.hal9.console.ui.Pictures;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.robot.Robot;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;
import org.testfx.service.query.NodeQuery;

/**
 * The {@code console} command with a hand at mouse and keyboard. Each step waits for what a user
 * would wait for, and asserts what has become of the cluster.
 */
final class SmokeWalk {

  static final String DONE = "the walk is done";
  static final String CLUSTER = "default";

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PARAMETER = "performance.coalescing";

  private final FxRobot robot = new FxRobot();
  private final HttpClient http = HttpClient.newHttpClient();

  private SmokeWalk() {}

  public static void main(String[] arguments) {
    Thread.ofPlatform().name("walk").start(SmokeWalk::walk);
    Hal9.main(new String[] {"console"});
  }

  private static void walk() {
    var walk = new SmokeWalk();
    try {
      walk.windowOpens();
      walk.clusterStarts();
      try (var _ = SteadyLoad.on(walk.state().url())) {
        walk.overviewIsLive();
        walk.parameterChanges();
      }
      System.out.println(DONE);
      walk.stops();
    } catch (Throwable e) {
      e.printStackTrace();
      try {
        walk.picture("failed");
      } finally {
        // the cluster ends with this process
        Runtime.getRuntime().halt(1);
      }
    }
  }

  private void windowOpens() {
    await()
        .atMost(SOON)
        .until(
            () ->
                Window.getWindows().stream()
                    .anyMatch(
                        window ->
                            window.isShowing()
                                && window instanceof Stage stage
                                && "HAL9 Console".equals(stage.getTitle())));
    await().atMost(SOON).until(() -> seen("#start-cluster"));
    picture("start");
  }

  private void clusterStarts() {
    click("#preset-one");
    click("#start-cluster");
    await().atMost(START).until(() -> seen("#top-bar"));
    assertThat(state().state()).isEqualTo(Phase.READY);
  }

  private void overviewIsLive() {
    await().atMost(SOON).until(() -> text("#connection").startsWith("live"));
    await().atMost(SOON).until(() -> !text("#tile-p50 .tile-value").equals("–"));
    await().atMost(SOON).until(() -> text("#load").matches("[1-9].* /s"));
    picture("overview");
  }

  private void parameterChanges() throws IOException, InterruptedException {
    click("#nav-tuning");
    await().atMost(SOON).until(() -> seen("#tuning-search"));
    click("#tuning-search");
    robot.write("coalescing");
    var editor = editorOf(PARAMETER);
    robot.clickOn(editor);
    click("#apply");
    var cluster =
        new ClusterApi(
            http, new ClusterAddress(state().url(), Files.readString(state().tokenFile()).strip()));
    await().atMost(SOON).until(() -> "off".equals(cluster.tuning().get(PARAMETER)));
    await().atMost(SOON).until(() -> seen("#effect"));
    picture("tuning");
  }

  private void stops() {
    var stage = (Stage) Window.getWindows().getFirst();
    robot.interact(
        () -> Event.fireEvent(stage, new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    click("#stop-cluster");
  }

  /** A parameter's name has dots, which a query takes for its own. */
  private Node editorOf(String parameter) {
    NodeQuery found = robot.lookup((Node node) -> ("edit-" + parameter).equals(node.getId()));
    await().atMost(SOON).until(() -> found.tryQuery().filter(SmokeWalk::visible).isPresent());
    return found.query();
  }

  private void click(String query) {
    await().atMost(SOON).until(() -> seen(query));
    robot.clickOn(query);
  }

  /** Whether it is on screen. */
  private boolean seen(String query) {
    return robot.lookup(query).<Node>tryQuery().filter(SmokeWalk::visible).isPresent();
  }

  private static boolean visible(Node node) {
    for (var part = node; part != null; part = part.getParent()) {
      if (!part.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null;
  }

  private String text(String query) {
    return robot.lookup(query).<Labeled>tryQuery().map(Labeled::getText).orElse("");
  }

  private ClusterState state() {
    return ClusterControl.standard().state(CLUSTER).orElseThrow();
  }

  /** What is on the display now, for whoever has to find out what went wrong. */
  private void picture(String name) {
    var file = Path.of(System.getProperty("java.io.tmpdir"), name + ".png");
    robot.interact(
        () -> {
          var screen = Screen.getPrimary().getBounds();
          try (var out = Files.newOutputStream(file)) {
            Pictures.png(new Robot().getScreenCapture(null, screen), out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
