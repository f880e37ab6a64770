package ai.hal9.engine.tuning;

import static ai.hal9.engine.Stalls.awaitWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin.Authority;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.telemetry.NodeTelemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

final class ClusterTuningIT {

  private static final String SIZE = "performance.signal_buffer_size";
  private static final String FLUSH = "performance.buffer_flush_ms";

  @TempDir static Path directory;

  private static TestRedis redis;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final String cluster;

  ClusterTuningIT(TestInfo test) {
    cluster = test.getDisplayName().replaceAll("\\W", "");
  }

  @BeforeAll
  static void start() {
    redis = TestRedis.start(directory);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void close() throws Exception {
    for (var service : open) {
      service.close();
    }
  }

  @Test
  void apply_clusterScope_reachesTheOtherNodeWithinASecondAndLateJoiners() {
    var first = node(Map.of(SIZE, "20"));
    var second = node(Map.of());

    var outcome = first.apply(cluster(Map.of(SIZE, "40", FLUSH, "5")), Authority.TOKEN);

    assertThat(outcome).isInstanceOf(TuningOutcome.Applied.class);
    assertThat(first.current().performance().signalBufferSize()).isEqualTo(40);
    awaitWithin(
        Duration.ofSeconds(1), () -> second.current().performance().signalBufferSize() == 40);
    assertThat(second.current().performance().bufferFlush()).isEqualTo(Duration.ofMillis(5));
    var late = node(Map.of(SIZE, "30"));
    assertThat(late.current().performance().signalBufferSize()).isEqualTo(40);
    assertThat(late.history(TuningScope.CLUSTER))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.version()).isEqualTo(1);
              assertThat(line.before()).isEqualTo(Map.of(SIZE, "20", FLUSH, "50"));
              assertThat(line.after()).isEqualTo(Map.of(SIZE, "40", FLUSH, "5"));
            });
  }

  @Test
  void apply_oneBadValueOfTwo_changesNothing() {
    var node = node(Map.of());

    var outcome = node.apply(cluster(Map.of(SIZE, "40", FLUSH, "0")), Authority.TOKEN);

    assertThat(outcome).isInstanceOf(TuningOutcome.Refused.class);
    assertThat(node.current()).isEqualTo(EngineTuning.defaults());
    assertThat(node.history(TuningScope.CLUSTER)).isEmpty();
  }

  @Test
  void apply_versionNoLongerInForce_isAConflict() {
    var first = node(Map.of());
    var second = node(Map.of());
    first.apply(cluster(Map.of(SIZE, "40")), Authority.TOKEN);

    var outcome =
        second.apply(change(TuningScope.CLUSTER, Map.of(SIZE, "50"), null, 0L), Authority.TOKEN);

    assertThat(outcome).isEqualTo(new TuningOutcome.Conflict(0, 1));
    assertThat(second.current().performance().signalBufferSize()).isEqualTo(40);
  }

  @Test
  void apply_twoNodesAtOnce_losesNoChangeAndTellsEachOnce() throws Exception {
    var telemetry = telemetry();
    var console = telemetry.feed().subscribe(Set.of(SourceKind.NODE), 100);
    var nodes = List.of(node(Map.of()), follow(Map.of(), telemetry));
    telemetry.start();
    var tasks = new ArrayList<Callable<TuningOutcome>>();
    for (var i = 1; i <= 20; i++) {
      var node = nodes.get(i % 2);
      var key = i % 2 == 0 ? SIZE : FLUSH;
      var value = Integer.toString(i);
      tasks.add(() -> node.apply(cluster(Map.of(key, value)), Authority.TOKEN));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var outcome : threads.invokeAll(tasks)) {
        assertThat(outcome.get()).isInstanceOf(TuningOutcome.Applied.class);
      }
    }

    await().until(() -> nodes.stream().allMatch(node -> node.state().clusterVersion() == 20));
    assertThat(nodes.getFirst().history(TuningScope.CLUSTER))
        .extracting(TuningVersion::version)
        .doesNotHaveDuplicates()
        .hasSize(20);
    assertThat(nodes.getFirst().current()).isEqualTo(nodes.getLast().current());
    var told = new ArrayList<String>();
    while (!told.contains("20")) {
      var frame = console.next(Duration.ofSeconds(30)).orElseThrow();
      frame
          .snapshot()
          .events()
          .forEach(event -> told.add(event.details().getOrDefault("version", "none")));
    }
    assertThat(told).doesNotHaveDuplicates().hasSize(20);
  }

  @Test
  void apply_nodeScope_goesBeforeTheClustersAndStaysHere() {
    var first = node(Map.of());
    var second = node(Map.of());
    first.apply(change(TuningScope.NODE, Map.of(SIZE, "7"), null, null), Authority.TOKEN);

    second.apply(cluster(Map.of(SIZE, "40", FLUSH, "9")), Authority.TOKEN);

    await().until(() -> first.current().performance().bufferFlush().toMillis() == 9);
    assertThat(first.current().performance().signalBufferSize()).isEqualTo(7);
    assertThat(first.state().node()).isEqualTo(Map.of(SIZE, "7"));
    assertThat(first.state().cluster()).isEqualTo(Map.of(SIZE, "40", FLUSH, "9"));
    assertThat(second.current().performance().signalBufferSize()).isEqualTo(40);
  }

  @Test
  void apply_revertAfter_happensOnceThoughTheNodeThatAskedIsGone() throws Exception {
    var asker = node(Map.of());
    var others = List.of(node(Map.of()), node(Map.of()), node(Map.of()));
    asker.apply(
        change(TuningScope.CLUSTER, Map.of(SIZE, "40", FLUSH, "9"), Duration.ofSeconds(3), null),
        Authority.TOKEN);
    asker.close();
    await()
        .until(
            () ->
                others.stream()
                    .allMatch(node -> node.current().performance().signalBufferSize() == 40));
    others.getFirst().apply(cluster(Map.of(FLUSH, "77")), Authority.TOKEN);

    await()
        .until(
            () ->
                others.stream()
                    .allMatch(node -> node.current().performance().signalBufferSize() == 10));

    for (var node : others) {
      assertThat(node.current().performance().bufferFlush().toMillis()).isEqualTo(77);
      assertThat(node.history(TuningScope.CLUSTER))
          .extracting(TuningVersion::who)
          .containsExactly("revert-after", "someone", "someone");
    }
  }

  @Test
  void apply_nodeScopeRevertAfter_goesBack() {
    var node = node(Map.of());
    node.apply(
        change(TuningScope.NODE, Map.of(SIZE, "40"), Duration.ofSeconds(1), null), Authority.TOKEN);
    assertThat(node.current().performance().signalBufferSize()).isEqualTo(40);

    await().until(() -> node.current().performance().signalBufferSize() == 10);

    await()
        .untilAsserted(
            () ->
                assertThat(node.history(TuningScope.NODE))
                    .extracting(TuningVersion::who)
                    .containsExactly("revert-after", "someone"));
  }

  @Test
  void apply_change_isAnEventOnEveryNodeAndCallsListeners() throws Exception {
    var first = node(Map.of());
    var telemetry = telemetry();
    var second = follow(Map.of(), telemetry);
    var seen = new CopyOnWriteArrayList<Integer>();
    second.onChange(tuning -> seen.add(tuning.performance().signalBufferSize()));
    try (var console = telemetry.feed().subscribe(Set.of(SourceKind.NODE), 10)) {
      telemetry.start();

      first.apply(cluster(Map.of(SIZE, "40")), Authority.TOKEN);

      var event =
          await()
              .until(
                  () ->
                      console.next(Duration.ofSeconds(2)).stream()
                          .flatMap(frame -> frame.snapshot().events().stream())
                          .findFirst(),
                  Optional::isPresent)
              .orElseThrow();
      assertThat(event.kind()).isEqualTo(EventKind.TUNING);
      assertThat(event.details()).containsEntry(SIZE, "10 -> 40").containsEntry("who", "someone");
      await().untilAsserted(() -> assertThat(seen).containsExactly(10, 40));
    }
  }

  @Test
  void reload_fileChanged_isInForceBeneathWhatIsTuned_andStandsInTheHistory() {
    var node = node(Map.of(SIZE, "20", "server.io_threads", "2"));
    node.apply(cluster(Map.of(FLUSH, "5")), Authority.TOKEN);

    var outcome = node.reload(Map.of(SIZE, "30", FLUSH, "70", "server.io_threads", "4"));

    assertThat(outcome).containsInstanceOf(TuningOutcome.Applied.class);
    assertThat(node.current().performance().signalBufferSize()).isEqualTo(30);
    assertThat(node.current().performance().bufferFlush()).isEqualTo(Duration.ofMillis(5));
    assertThat(node.state().file())
        .isEqualTo(Map.of(SIZE, "30", FLUSH, "70", "server.io_threads", "2"));
    assertThat(node.history(TuningScope.NODE))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.who()).isEqualTo("configuration-file");
              assertThat(line.before()).isEqualTo(Map.of(SIZE, "20"));
              assertThat(line.after()).isEqualTo(Map.of(SIZE, "30"));
            });
    assertThat(node.apply(change(TuningScope.NODE, Map.of(SIZE, "40"), null, 0L), Authority.TOKEN))
        .isEqualTo(new TuningOutcome.Conflict(0, 1));
  }

  @Test
  void reload_valuesThatDoNotFitTogether_isRefusedWhole() {
    var node = node(Map.of(SIZE, "20"));

    var outcome = node.reload(Map.of(SIZE, "30", "database.max_connections", "1", FLUSH, "70"));

    assertThat(outcome).containsInstanceOf(TuningOutcome.Refused.class);
    assertThat(node.state().file()).isEqualTo(Map.of(SIZE, "20"));
    assertThat(node.current().performance().signalBufferSize()).isEqualTo(20);
  }

  @Test
  void reload_nothingInForceChanges_isNoChange() {
    var node = node(Map.of(SIZE, "20"));
    node.apply(cluster(Map.of(SIZE, "40")), Authority.TOKEN);

    assertThat(node.reload(Map.of(SIZE, "30"))).isEmpty();

    assertThat(node.state().nodeVersion()).isZero();
    assertThat(node.state().file()).isEqualTo(Map.of(SIZE, "30"));
  }

  @Test
  void current_redisLostItsData_staysAndIsWrittenBack() {
    var node = node(Map.of());
    node.apply(cluster(Map.of(SIZE, "40")), Authority.TOKEN);
    redis.client(cluster).call(commands -> commands.flushall());

    var late = node(Map.of());

    await().until(() -> late.current().performance().signalBufferSize() == 40);
    assertThat(node.current().performance().signalBufferSize()).isEqualTo(40);
    assertThat(late.history(TuningScope.CLUSTER)).hasSize(1);
  }

  @Test
  void apply_redisAway_isUnreachableAndTheValuesStay() {
    var node = node(Map.of());
    node.apply(cluster(Map.of(SIZE, "40")), Authority.TOKEN);
    redis.stop();
    try {
      var outcome = node.apply(cluster(Map.of(SIZE, "50")), Authority.TOKEN);

      assertThat(outcome).isInstanceOf(TuningOutcome.Unreachable.class);
      assertThat(node.current().performance().signalBufferSize()).isEqualTo(40);
      assertThat(
              node.apply(change(TuningScope.NODE, Map.of(SIZE, "60"), null, null), Authority.TOKEN))
          .isInstanceOf(TuningOutcome.Applied.class);
      var started = node(Map.of());
      assertThat(started.current()).isEqualTo(EngineTuning.defaults());
    } finally {
      redis.startAgain();
    }
    await()
        .until(
            () ->
                node.apply(cluster(Map.of(FLUSH, "8")), Authority.TOKEN)
                    instanceof TuningOutcome.Applied);
  }

  @Test
  void apply_nodeScopeRevertAfter_onANodeThatHasNeverReachedRedis_goesBack() {
    redis.stop();
    try {
      var node = node(Map.of());
      var briefly = change(TuningScope.NODE, Map.of(SIZE, "40"), Duration.ofSeconds(1), null);
      assertThat(node.apply(briefly, Authority.TOKEN)).isInstanceOf(TuningOutcome.Applied.class);

      await().until(() -> node.current().performance().signalBufferSize() == 10);
    } finally {
      redis.startAgain();
    }
  }

  private TuningService node(Map<String, String> file) {
    return follow(file, telemetry());
  }

  private TuningService follow(Map<String, String> file, NodeTelemetry telemetry) {
    var service =
        TuningService.follow(
            "node",
            file,
            redis.client(cluster),
            () -> Optional.of(new ConnectionBudget.Room(3, 6, 400)),
            Optional::empty,
            telemetry,
            Clock.systemUTC());
    open.add(service);
    return service;
  }

  private NodeTelemetry telemetry() {
    var source =
        new TelemetrySource(SourceKind.NODE, "node", cluster, "local", "0.1.0", Instant.now());
    var telemetry = NodeTelemetry.of(source, List.of(), Clock.systemUTC());
    open.add(telemetry);
    return telemetry;
  }

  private static TuningChange cluster(Map<String, String> values) {
    return change(TuningScope.CLUSTER, values, null, null);
  }

  private static TuningChange change(
      TuningScope scope,
      Map<String, String> values,
      @Nullable Duration revertAfter,
      @Nullable Long expectedVersion) {
    return new TuningChange(scope, values, "someone", "for a test", revertAfter, expectedVersion);
  }
}
