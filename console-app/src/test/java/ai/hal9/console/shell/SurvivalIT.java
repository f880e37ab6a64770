package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.source.Connection;
import ai.hal9.console.ui.Background;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The window through a frozen console, a killed node and a lost cluster, with real processes. */
@ExtendWith(ApplicationExtension.class)
class SurvivalIT {

  /** How long the console is frozen, as by a laptop's sleep. */
  private static final int FROZEN_SECONDS = Integer.getInteger("hal9.frozen-seconds", 8);

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int COLUMNS = 1_000;
  private static final String NAME = "survival-it";

  private @Nullable ClusterControl clusters;
  private @Nullable ConsoleWindow opened;

  @Start
  void start(Stage stage) throws IOException {
    var home = Files.createTempDirectory(Path.of("target"), NAME);
    clusters = ClusterControl.of(new Hal9Home(home), Installation.current());
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
  void whateverHappens_isAGap_andAMessage_andLiveAgainByItself(FxRobot robot)
      throws IOException, InterruptedException {
    var spec = ClusterSpec.named(NAME).withFresh(true).withNodes(1);
    var cluster = control().start(spec, _ -> {});
    robot.interact(() -> model().open(session(cluster)));
    var session = requireNonNull(model().session().get());
    await().atMost(SOON).until(() -> live(robot));
    await().atMost(SOON).until(() -> session.history().span().isPresent());

    consoleFrozen(session, robot);
    nodeKilled(session, robot);
    clusterLost(session, cluster, robot);
  }

  private void consoleFrozen(Session session, FxRobot robot)
      throws IOException, InterruptedException {
    var before = Instant.now();
    var self = ProcessHandle.current().pid();
    new ProcessBuilder(
            "/bin/sh",
            "-c",
            "kill -STOP %1$d; sleep %2$d; kill -CONT %1$d".formatted(self, FROZEN_SECONDS))
        .start()
        .waitFor();
    var after = Instant.now();
    assertThat(Duration.between(before, after)).isGreaterThan(Duration.ofSeconds(FROZEN_SECONDS));

    await().atMost(SOON).until(() -> live(robot) && heardAfter(session, after));
    // what nodes kept meanwhile is heard late; what they could not keep stays a gap
    var history = session.history();
    await().atMost(SOON).until(() -> known(history, new Window(after, after.plusSeconds(3))) >= 2);
  }

  private void nodeKilled(Session session, FxRobot robot) {
    var killed = Instant.now();
    var first = killed(0);

    await().atMost(SOON).until(() -> text(robot, "#connection").startsWith("lost"));
    assertThat(session.feed().state().reason()).contains(node().name());
    // it may be back so soon that the gap hides in a column, so twice more, as it starts
    var _ = killed(killed(first));
    await().atMost(SOON).until(() -> live(robot) && heardAfter(session, killed.plusSeconds(2)));
    var lost = new Window(killed, session.history().span().orElseThrow().to());
    assertThat(known(session.history(), lost))
        .as("seconds known of those since the kill")
        .isLessThan(session.history().axis(lost, COLUMNS).count());
  }

  private ClusterState.Node node() {
    return control().state(NAME).orElseThrow().nodes().getFirst();
  }

  /** Kills the process that the node has in place of another one. */
  private long killed(long before) {
    await()
        .atMost(SOON)
        .until(() -> node().pid() != before && ProcessHandle.of(node().pid()).isPresent());
    var pid = node().pid();
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    return pid;
  }

  private void clusterLost(Session session, RunningCluster cluster, FxRobot robot)
      throws IOException {
    var port = session.address().url().getPort();
    cluster.stop();
    await().atMost(SOON).until(() -> text(robot, "#connection").startsWith("lost"));
    assertThat(session.feed().state().connection()).isEqualTo(Connection.LOST);
    var token = Files.readString(cluster.state().tokenFile()).strip();

    var back = control().start(ClusterSpec.named(NAME).withNodes(1).withPort(port), _ -> {});
    assertThat(Files.readString(back.tokenFile()).strip()).isEqualTo(token);
    var again = Instant.now();
    await().atMost(SOON).until(() -> live(robot) && heardAfter(session, again));
  }

  private static boolean heardAfter(Session session, Instant moment) {
    return session.history().span().orElseThrow().to().isAfter(moment);
  }

  /** Seconds of a window in which the node was heard. */
  private static long known(HistoryStore history, Window window) {
    var axis = history.axis(window, COLUMNS);
    var uptime =
        history
            .gauge(axis, Scope.source("node-1"), Selection.of(MetricCatalogue.UPTIME), Across.SUM)
            .mean();
    return IntStream.range(0, axis.count()).filter(uptime::known).count();
  }

  private Session session(RunningCluster cluster) {
    try {
      var token = Files.readString(cluster.tokenFile()).strip();
      return Session.attached(
          NAME, new ClusterAddress(cluster.url(), token), new Site.Here(), Clock.systemUTC());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean live(FxRobot robot) {
    return text(robot, "#connection").startsWith("live");
  }

  private static String text(FxRobot robot, String query) {
    return robot.lookup(query).<Labeled>query().getText();
  }

  private ClusterControl control() {
    return requireNonNull(clusters);
  }

  private ShellModel model() {
    return requireNonNull(opened).model();
  }
}
