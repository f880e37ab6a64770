package ai.hal9.sim.driver;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.RateLimits;
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
public final class MeasuredRun {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final HttpClient http;
  private final ClusterAddress address;
  private final ScenarioRunner runner;
  private final Subject subject;

  /**
   * What is loaded.
   *
   * @param nodes how many should be heard before the load begins
   * @param remedy what the user can do when no connection can be made
   */
  private record Subject(String name, int nodes, Map<String, String> topology, String remedy) {}

  private MeasuredRun(
      HttpClient http, ClusterAddress address, ScenarioRunner runner, Subject subject) {
    this.http = http;
    this.address = address;
    this.runner = runner;
    this.subject = subject;
  }

  /** Against a cluster of this machine. */
  public static MeasuredRun of(HttpClient http, ClusterState cluster) {
    return of(
        http, cluster, new ScenarioRunner(LoadGenerator.create(), run -> {}, new RunUsers.Own()));
  }

  /** Against a cluster of this machine, by a runner. */
  public static MeasuredRun of(HttpClient http, ClusterState cluster, ScenarioRunner runner) {
    var subject =
        new Subject(
            cluster.name(),
            cluster.nodes().size(),
            topology(cluster),
            "see: hal9 status --name " + cluster.name());
    return new MeasuredRun(
        http, new ClusterAddress(cluster.url(), token(cluster)), runner, subject);
  }

  /**
   * Against a cluster of which no more is known than what its nodes tell.
   *
   * @param name what the user calls it
   * @throws SimException when it does not answer or refuses
   */
  public static MeasuredRun at(
      HttpClient http, ClusterAddress address, String name, ScenarioRunner runner)
      throws InterruptedException {
    var nodes = new ClusterApi(http, address).members().size();
    var topology = new LinkedHashMap<String, String>();
    topology.put("nodes", Integer.toString(nodes));
    topology.put("address", address.url().toString());
    return new MeasuredRun(
        http, address, runner, new Subject(name, nodes, topology, "is the cluster running?"));
  }

  /** Questions to the cluster, and changes of its tuning. */
  public ClusterApi api() {
    return new ClusterApi(http, address);
  }

  /**
   * Runs to the end of the scenario; an interrupt ends it early.
   *
   * @throws SimException when no connection can be made
   */
  public RunReport run(Scenario scenario, LoadListener listener) throws InterruptedException {
    var log = new TelemetryLog(RunReport.METRICS);
    try (var telemetry = TelemetryClient.listen(http, address, log)) {
      // Totals become rates only after a first word, so each node should have spoken before.
      await(() -> log.newestOfNodes().size() >= subject.nodes());
      var setup = setup(log);
      var limits = RateLimits.of(setup.tuning());
      listener.limited(limits);
      var nodes = Math.max(1, subject.nodes());
      var witness =
          new RunWitness() {
            @Override
            public void users(int known) {
              limits.warning(scenario, nodes, known).ifPresent(listener::warned);
            }

            // What players do who leave would stand among what the nodes did for the run.
            @Override
            public void ran(LoadResult result) throws InterruptedException {
              awaitLastWords(telemetry, log, result);
            }
          };
      var result = runner.run(scenario, address, listener, subject.remedy(), witness);
      return RunReport.of(result, log, setup);
    }
  }

  private static void awaitLastWords(TelemetryClient telemetry, TelemetryLog log, LoadResult result)
      throws InterruptedException {
    var planned = result.startedAt().plus(result.window());
    var now = Instant.now();
    var end = planned.isAfter(now) ? now : planned;
    await(
        () ->
            telemetry.listening() == 0
                || log.newestOfNodes().stream().allMatch(newest -> newest.time().isAfter(end)));
  }

  private Setup setup(TelemetryLog log) throws InterruptedException {
    var version =
        log.newestOfNodes().stream()
            .map(newest -> newest.source().version())
            .findFirst()
            .orElse("");
    return new Setup(
        subject.name(),
        version,
        subject.topology(),
        api().tuning(),
        api().tuningVersion(),
        Machine.current());
  }

  private static Map<String, String> topology(ClusterState cluster) {
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
