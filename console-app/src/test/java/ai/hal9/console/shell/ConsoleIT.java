package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.source.Connection;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The thin line through the window, with a real cluster. */
@ExtendWith(ApplicationExtension.class)
class ConsoleIT {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NAME = "console-it";

  private @Nullable ClusterControl clusters;
  private @Nullable ConsoleWindow opened;
  private @Nullable Stage shown;

  @Start
  void start(Stage stage) throws IOException {
    var home = Files.createTempDirectory(Path.of("target"), "console-it");
    clusters = ClusterControl.of(new Hal9Home(home), Installation.current());
    shown = stage;
    TestStage.reset(stage);
    opened =
        new ConsoleWindow(
            stage,
            new Surroundings(
                clusters,
                Background.threads(),
                Clock.systemUTC(),
                home.resolve("console"),
                (_, _) -> Optional.empty()));
    opened.show();
  }

  @Stop
  void stop() {
    requireNonNull(opened).end();
    control().stop(NAME, _ -> {});
  }

  @Test
  void clusterStarted_isWatchedLive_andStopped(FxRobot robot)
      throws IOException, InterruptedException {
    var name = Hand.rest(robot, "#start-name");
    robot.doubleClickOn(name.getCenterX(), name.getCenterY()).write(NAME);
    Hand.click(robot, "#preset-one");
    Hand.click(robot, "#start-cluster");

    await().atMost(START).until(() -> model().session().get() != null);
    var session = requireNonNull(model().session().get());
    assertThat(control().state(NAME).orElseThrow().state()).isEqualTo(Phase.READY);
    await().atMost(SOON).until(() -> session.feed().state().connection() == Connection.LIVE);
    for (var i = 0; i < 50; i++) {
      assertThat(signal(session.address().url(), i)).isEqualTo(200);
    }

    await().atMost(SOON).until(() -> !text(robot, "#tile-p50 .tile-value").equals("–"));
    Hand.reads(robot, "#tile-errors .tile-value", "0 %");
    await().atMost(SOON).until(() -> !text(robot, "#tile-users .tile-value").equals("–"));
    TableView<?> nodes = robot.lookup("#nodes").queryTableView();
    await().atMost(SOON).until(() -> nodes.getItems().size() >= 4);
    assertThat(model().starts()).containsKey("one");

    robot.interact(requireNonNull(opened)::close);
    Hand.click(robot, "#stop-cluster");
    await().atMost(Duration.ofMinutes(2)).until(() -> !requireNonNull(shown).isShowing());
    assertThat(control().state(NAME).orElseThrow().state()).isEqualTo(Phase.STOPPED);
  }

  private static int signal(URI url, int number) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(url.resolve("/api/v1/signal"))
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"content\": \"signal %d\"}".formatted(number)))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  /** As long as the screen is not there yet, nothing is known. */
  private static String text(FxRobot robot, String query) {
    return robot.lookup(query).<Labeled>tryQuery().map(Labeled::getText).orElse("–");
  }

  private ClusterControl control() {
    return requireNonNull(clusters);
  }

  private ShellModel model() {
    return requireNonNull(opened).model();
  }
}
