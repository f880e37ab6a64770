package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.report.Machine;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.report.Setup;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.TelemetryClient;
import ai.hal9.sim.telemetry.TelemetryLog;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Runs a scenario against a cluster while listening to all its nodes. */
final class MeasuredRun {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final HttpClient http;
  private final ClusterState cluster;
  private final ScenarioRunner runner;
  private final ClusterAddress address;

  MeasuredRun(HttpClient http, ClusterState cluster) {
    this(http, cluster, new ScenarioRunner(LoadGenerator.create(), run -> {}));
  }

  MeasuredRun(HttpClient http, ClusterState cluster, ScenarioRunner runner) {
    this.http = http;
    this.cluster = cluster;
    this.runner = runner;
    this.address = new ClusterAddress(cluster.url(), token(cluster));
  }

  /** Questions to the cluster, and changes of its tuning. */
  ClusterApi api() {
    return new ClusterApi(http, address);
  }

  /**
   * Runs to the end of the scenario; an interrupt ends it early.
   *
   * @throws SimException when no connection can be made
   */
  RunReport run(Scenario scenario, LoadListener listener) throws InterruptedException {
    var setup = setup();
    var log = new TelemetryLog();
    try (var telemetry = TelemetryClient.listen(http, address, log)) {
      // Totals become rates only after a first word, so each node should have spoken before.
      await(() -> log.newestOfNodes().size() >= cluster.nodes().size());
      var result =
          runner.run(
              scenario, cluster.url(), listener, "see: hal9 status --name " + cluster.name());
      var planned = result.startedAt().plus(result.window());
      var now = Instant.now();
      var end = planned.isAfter(now) ? now : planned;
      await(
          () ->
              telemetry.listening() == 0
                  || log.newestOfNodes().stream().allMatch(newest -> newest.time().isAfter(end)));
      return RunReport.of(result, log, setup);
    }
  }

  private Setup setup() throws InterruptedException {
    return new Setup(cluster.name(), version(), topology(), api().tuning(), Machine.current());
  }

  private String version() {
    return cluster.nodes().isEmpty() ? "" : cluster.nodes().getFirst().version();
  }

  private Map<String, String> topology() {
    var topology = new LinkedHashMap<String, String>();
    topology.put("nodes", Integer.toString(cluster.nodes().size()));
    topology.put("PostgreSQL", roles(cluster.postgres()));
    topology.put("Redis", roles(cluster.redis()));
    topology.put("balancer", cluster.balancer().url().toString());
    return topology;
  }

  private static String roles(List<ClusterState.Store> stores) {
    return String.join(", ", stores.stream().map(ClusterState.Store::role).toList());
  }

  /** Waits for a condition, but not for ever: what is missing then is a gap in the report. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    var end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
      Thread.sleep(LOOK);
    }
  }

  private static String token(ClusterState cluster) {
    try {
      return Files.readString(cluster.tokenFile()).strip();
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.STORAGE,
          "cannot read the cluster's token from %s".formatted(cluster.tokenFile()),
          e);
    }
  }
}
