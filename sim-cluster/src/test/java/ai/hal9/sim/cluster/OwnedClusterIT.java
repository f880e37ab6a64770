package ai.hal9.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterEvent.Kind;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.process.ProcessIdentity;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Real processes, with a stand-in for the engine: who dies with whom, and who is started again. */
class OwnedClusterIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Hal9Home home = StandIn.home();
  private final ClusterControl control = ClusterControl.of(home, StandIn.installation());

  @Test
  void owner_stoppedAndContinued_leavesTheClusterAlone_andKilled_leavesNoProcess()
      throws IOException, InterruptedException {
    var owner = owner("owned", 0).start();
    try (var lines = owner.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo(ClusterOwner.READY);
      var state = control.state("owned").orElseThrow();
      var processes = processes("owned");
      assertThat(processes).hasSize(7).allMatch(ProcessIdentity::alive);

      signal("STOP", owner.pid());
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(4))
          .until(() -> ready(state) && processes.stream().allMatch(ProcessIdentity::alive));
      signal("CONT", owner.pid());
      assertThat(ready(state)).isTrue();

      owner.destroyForcibly().waitFor();
      await().atMost(SOON).until(() -> processes.stream().noneMatch(ProcessIdentity::alive));
      assertThat(control.state("owned").orElseThrow().state()).isEqualTo(Phase.STOPPED);
    } finally {
      owner.destroyForcibly();
    }
  }

  @Test
  void cluster_whereNumbersHaveOtherDigits_getsItsStandby() throws IOException {
    var owner = owner("persian", 1);
    owner.environment().put("JAVA_TOOL_OPTIONS", "-Duser.language=fa -Duser.country=IR");
    var process = owner.start();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo(ClusterOwner.READY);
      assertThat(control.state("persian").orElseThrow().postgres()).hasSize(2);
    } finally {
      process.destroyForcibly();
      await()
          .atMost(SOON)
          .until(() -> processes("persian").stream().noneMatch(ProcessIdentity::alive));
    }
  }

  private static ProcessBuilder owner(String cluster, int standbys) {
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterOwner.class.getName(),
            cluster,
            Integer.toString(standbys))
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  @Test
  void processes_killed_areStartedAgain_andTheSupervisorKilled_leavesNone_andDataStay()
      throws SQLException, IOException {
    var spec = ClusterSpec.named("killed").withNodes(2);
    List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    List<ProcessIdentity> processes;
    try (var cluster = control.start(spec.withFresh(true), events::add)) {
      execute(cluster, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (42)");
      assertThatThrownBy(() -> control.start(spec, event -> {}))
          .isInstanceOf(SimException.class)
          .hasMessageContaining("runs already");

      var node = cluster.state().nodes().getFirst().pid();
      kill(node);
      await()
          .atMost(SOON)
          .until(
              () ->
                  cluster.state().state() == Phase.READY
                      && events.stream()
                          .anyMatch(event -> event.text().startsWith("node-1 runs again")));
      assertThat(cluster.state().nodes().getFirst().pid()).isNotEqualTo(node).isPositive();
      assertThat(events)
          .anyMatch(
              event ->
                  event.kind() == Kind.NOTICE
                      && event
                          .text()
                          .startsWith("node-1 (pid " + node + ") ended with status 137"));

      var redis = cluster.state().redis().getFirst().pid();
      kill(redis);
      await()
          .atMost(SOON)
          .until(() -> events.stream().anyMatch(e -> e.text().startsWith("redis runs again")));

      processes = processes("killed");
      kill(processes.getFirst().pid());
      await().atMost(SOON).until(() -> processes.stream().noneMatch(ProcessIdentity::alive));
      assertThat(cluster.state().state()).isEqualTo(Phase.STOPPED);
    }
    var orders = home.cluster("killed").orders();
    Files.createFile(orders.resolve("shard-1"));
    try (var cluster = control.start(spec, event -> order(event, "killed", StandbyRule.OFF))) {
      assertThat(value(cluster, "SELECT id FROM kept")).isEqualTo(42);
      // what was ordered while it started is done, what was left from before is not
      await().atMost(SOON).until(() -> cluster.state().standbyRule() == StandbyRule.OFF);
      await().atMost(SOON).untilAsserted(() -> assertThat(orders).isEmptyDirectory());
      assertThat(cluster.state().postgres()).hasSize(2);
      assertThat(Files.getPosixFilePermissions(cluster.tokenFile())).hasSize(2);
    }
    assertThat(processes("killed")).noneMatch(ProcessIdentity::alive);
    assertThat(control.state("killed").orElseThrow().state()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void state_thatCannotBeWritten_holdsNothingUp_andIsWrittenWhenItCanBe() throws IOException {
    var spec = ClusterSpec.named("full").withNodes(1).withStandbys(0).withFresh(true);
    var state = home.cluster("full").state();
    List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    Trees.delete(state);
    try (var cluster = control.start(spec, events::add)) {
      var node = cluster.state().nodes().getFirst().pid();
      takePlaceOf(state);
      kill(node);
      await().atMost(SOON).until(() -> told(events, "node-1 runs again"));
      assertThat(events)
          .filteredOn(event -> event.text().startsWith("cannot write the state"))
          .singleElement()
          .matches(event -> event.text().endsWith("free space in " + state.getParent()));

      Trees.delete(state);
      await()
          .atMost(SOON)
          .until(
              () ->
                  cluster.state().state() == Phase.READY
                      && cluster.state().nodes().getFirst().pid() != node);

      takePlaceOf(state);
      cluster.stop();
      assertThat(events)
          .extracting(ClusterEvent::text)
          .contains("node-1 stopped", "postgres stopped", "cluster full has stopped");
    } finally {
      Trees.delete(state);
    }
  }

  @Test
  void nodes_thatCannotBeToldOfAnotherRedis_areToldWhenTheyCanBe() throws IOException {
    var spec = ClusterSpec.named("untold").withNodes(1).withStandbys(0).withFresh(true);
    var config = home.cluster("untold").config().resolve("node-1.yaml");
    List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    Trees.delete(config);
    try (var cluster = control.start(spec, events::add)) {
      var replica = redis(cluster, "replica").port();
      takePlaceOf(config);
      // until the replica is known to have all, the primary is started again in its own place
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                var done = told(events, "redis is fenced and redis-replica-1 is the primary");
                var primary = redis(cluster, "primary").pid();
                if (!done && primary > 0) {
                  ProcessHandle.of(primary).ifPresent(ProcessHandle::destroyForcibly);
                }
                return done;
              });
      assertThat(events)
          .filteredOn(event -> event.text().startsWith("the nodes cannot be told"))
          .hasSize(1);

      Trees.delete(config);
      await().atMost(SOON).until(() -> Files.isRegularFile(config));
      assertThat(config).content().contains("redis://127.0.0.1:" + replica);
    } finally {
      Trees.delete(config);
    }
  }

  /** From now on a file cannot be written: what is not empty is replaced by none. */
  private static void takePlaceOf(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectories(file.resolve("taken"));
  }

  private static boolean told(List<ClusterEvent> events, String beginning) {
    return events.stream().anyMatch(event -> event.text().startsWith(beginning));
  }

  private static ClusterState.Store redis(RunningCluster cluster, String role) {
    return cluster.state().redis().stream()
        .filter(store -> store.role().equals(role))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givenPort_taken_namesTheProcess() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var spec = ClusterSpec.named("taken").withPort(taken.getLocalPort());
      assertThatThrownBy(() -> control.start(spec, event -> {}))
          .isInstanceOf(SimException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
    }
  }

  /** Gives an order as soon as the cluster is known to start. */
  private void order(ClusterEvent event, String name, StandbyRule rule) {
    if (event.text().startsWith("starting PostgreSQL")) {
      try {
        new StandbyOrder(home.cluster(name)).give(rule);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private List<ProcessIdentity> processes(String name) {
    return new ClusterFiles(home.cluster(name)).processes();
  }

  private static boolean ready(ClusterState state) throws IOException {
    var url = state.url().resolve("/health/ready").toURL();
    return ((HttpURLConnection) url.openConnection()).getResponseCode() == 200;
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static void signal(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/sh", "-c", "kill -%s %d".formatted(signal, pid)).start().waitFor();
  }

  private void execute(RunningCluster cluster, String... statements)
      throws SQLException, IOException {
    try (var connection = connect(cluster);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private int value(RunningCluster cluster, String query) throws SQLException, IOException {
    try (var connection = connect(cluster);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  private Connection connect(RunningCluster cluster) throws SQLException, IOException {
    var state = cluster.state();
    var password = home.cluster(state.name()).data().resolve("postgres/hal9.password");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/hal9".formatted(state.postgres().getFirst().port()),
        "hal9",
        Files.readString(password).strip());
  }
}
