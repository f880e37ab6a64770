package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.SHARD_HELD;
import static ai.hal9.api.metric.MetricCatalogue.SHARD_MAP_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.reshard.Moved;
import ai.hal9.engine.reshard.Resharding;
import ai.hal9.engine.reshard.ReshardingException;
import ai.hal9.engine.reshard.Servers;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.ShardCatalogue;
import ai.hal9.engine.store.SlotFence;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second shard for a cluster that has one, each a database of its own. */
class ReshardingIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ShardMap AFTER = ShardMap.consistent(new TreeSet<>(List.of(0, 1)));

  private NodeConfig.Database first = new NodeConfig.Database("", "", null);
  private NodeConfig.Database second = first;

  @BeforeEach
  void databases() throws SQLException {
    first = TestStores.database();
    second = TestStores.database();
  }

  private record Keyed(String key, SignalRequest request) {}

  /** Clients in a closed loop, and what they were told. */
  @SuppressWarnings("try") // the test is interrupted with its clients
  private static final class Load implements AutoCloseable {
    final Map<UUID, String> acknowledged = new ConcurrentHashMap<>();
    final Map<Keyed, UUID> keyed = new ConcurrentHashMap<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> clients = new ArrayList<>();

    Load(List<PipelineFixture> nodes, int count) {
      for (var c = 0; c < count; c++) {
        var client = c;
        clients.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (var i = 0; running.get(); i++) {
                        send(nodes.get(i % nodes.size()), client, i);
                      }
                    }));
      }
    }

    private void send(PipelineFixture node, int client, int i) {
      var user = i % 10 == 0 ? null : "user-" + (client * 7 + i) % 200;
      var key = i % 5 == 0 ? "key %d %d".formatted(client, i) : null;
      var content = "client %d signal %d".formatted(client, i);
      var request = new SignalRequest(content, null, null, user);
      if (PipelineFixture.outcome(node.submit(request, key))
          instanceof SignalOutcome.Answered answered) {
        acknowledged.put(answered.answer().signalId(), content);
        if (key != null) {
          keyed.put(new Keyed(key, request), answered.answer().signalId());
        }
      }
    }

    void awaitMore(int more) {
      var before = acknowledged.size();
      await().atMost(PATIENCE).until(() -> acknowledged.size() > before + more);
    }

    @Override
    public void close() throws InterruptedException {
      running.set(false);
      for (var client : clients) {
        client.join();
      }
    }
  }

  @Test
  void shard_addedUnderLoad_takesItsUsers_andNothingAcknowledgedIsLostOrDoubled() throws Exception {
    try (var one = PipelineFixture.on(first, null);
        var other = PipelineFixture.on(first, null)) {
      List<Moved> moved;
      var load = new Load(List.of(one, other), 16);
      try (load) {
        load.awaitMore(2_000);
        moved = add(Resharding.Steps.NONE);
        load.awaitMore(500);
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  one.meters.value(SHARD_MAP_VERSION) == 2
                      && one.meters.value(SHARD_HELD) + other.meters.value(SHARD_HELD) == 0);

      var rows = everything();
      assertThat(rows).containsAllEntriesOf(load.acknowledged);
      assertThat(moved).singleElement().satisfies(share -> assertThat(share.rows()).isPositive());
      for (var key : load.keyed.entrySet()) {
        var repeat = one.submit(key.getKey().request(), key.getKey().key());
        assertThat(PipelineFixture.answer(repeat).signalId()).isEqualTo(key.getValue());
      }
      assertThat(everything()).isEqualTo(rows);
      for (var id : load.acknowledged.keySet().stream().limit(200).toList()) {
        assertThat(other.pipeline.service().find(id)).isPresent();
      }
    }
  }

  @Test
  void resharding_killedAtEachStep_goesOnWhenItIsRunAgain() throws Exception {
    try (var node = PipelineFixture.on(first, null)) {
      var load = new Load(List.of(node), 4);
      try (load) {
        load.awaitMore(1_500);
        for (var step : Resharding.Step.values()) {
          killedAt(step);
          load.awaitMore(100);
        }
        add(Resharding.Steps.NONE);
        load.awaitMore(100);
      }
      assertThat(everything())
          .containsAllEntriesOf(load.acknowledged)
          .extractingFromEntries(Map.Entry::getValue)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void switch_whoseCommitIsOfUnknownOutcome_leavesTheSourceClosed_andGoesOn(@TempDir Path directory)
      throws Exception {
    try (var spawner = Spawner.open()) {
      var server =
          PostgresServer.startPrimary(
              PostgresConfig.of("alone", directory, FreePorts.several(1).getFirst()),
              PostgresBinaries.bundled(BinaryCache.standard()),
              spawner);
      first = TestStores.database(server);
      second = TestStores.database(server);
      try (var node = PipelineFixture.on(first, null);
          var source = TestStores.connect(first)) {
        var load = new Load(List.of(node), 4);
        try (load) {
          load.awaitMore(300);
          assertThatThrownBy(() -> add(step -> breakCommitOff(step, server)))
              .isInstanceOf(SQLException.class);
          var moved = ShardCatalogue.map(source).owners().indexOf(1);
          assertThat(moved).as("a slot that the map has moved").isNotNegative();
          assertThat(SlotFence.taken(source).orElseThrow().has(moved)).isFalse();
          server.commitOn(List.of());

          add(Resharding.Steps.NONE);
          assertThat(SlotFence.taken(source).orElseThrow().has(moved)).isFalse();
          load.awaitMore(300);
        }
        assertThat(everything()).containsAllEntriesOf(load.acknowledged);
      }
    }
  }

  /** The commit is there, but whoever made it is not told. */
  private static void breakCommitOff(Resharding.Step step, PostgresServer server) {
    if (step == Resharding.Step.CAUGHT_UP) {
      server.commitOn(List.of("nobody"));
      await().until(() -> waiting(server, "count(*)", "hal9") > 0);
      Thread.ofVirtual()
          .start(
              () ->
                  await()
                      .until(
                          () ->
                              waiting(
                                      server,
                                      "count(pg_terminate_backend(pid, 5000))",
                                      "hal9-shards")
                                  > 0));
    }
  }

  /** Of connections that wait for a standby. */
  private static int waiting(PostgresServer server, String what, String application)
      throws SQLException {
    try (var connection = TestStores.superuser(server);
        var query =
            connection.prepareStatement(
                "SELECT "
                    + what
                    + " FROM pg_stat_activity"
                    + " WHERE application_name = ? AND wait_event = 'SyncRep'")) {
      query.setString(1, application);
      try (var row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  @Test
  void keys_thatAreMoreThanAPage_moveWithTheirSignals() throws Exception {
    var moving =
        IntStream.range(0, Slots.COUNT)
            .filter(slot -> AFTER.owner(slot) == 1)
            .boxed()
            .limit(3)
            .toList();
    try (var node = PipelineFixture.on(first, null);
        var shard = TestStores.connect(first);
        var insert =
            shard.prepareStatement(
                "INSERT INTO idempotency_keys VALUES (?, 'print', ?, '{}', now())")) {
      for (var i = 0; i < 3_500; i++) {
        insert.setString(1, "key " + i);
        insert.setObject(2, new UUID(i, Slots.in(Long.MIN_VALUE | i, moving.get(i % 3))));
        insert.addBatch();
      }
      insert.executeBatch();
      assertThat(node.answer("there is a map now").signalId()).isNotNull();

      add(Resharding.Steps.NONE);

      assertThat(keys(first)).isZero();
      assertThat(keys(second)).isEqualTo(3_500);
    }
  }

  private static long keys(NodeConfig.Database shard) throws SQLException {
    try (var connection = TestStores.connect(shard);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM idempotency_keys")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void hold_thatNobodyEnds_isEndedByANode() throws Exception {
    var user = "user-1";
    try (var node = PipelineFixture.on(first, null);
        var shard = TestStores.connect(first)) {
      var all = new TreeSet<>(IntStream.range(0, Slots.COUNT).boxed().toList());
      all.remove(Slots.of(user));
      SlotFence.raise(shard, SlotMask.of(all));

      var held = node.submit(new SignalRequest("held", null, null, user), null);
      var free = node.submit(new SignalRequest("free", null, null, "user-2"), null);
      assertThat(PipelineFixture.answer(free).signalId()).isNotNull();
      assertThat(PipelineFixture.outcome(held)).isNotNull();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  PipelineFixture.outcome(
                          node.submit(new SignalRequest("again", null, null, user), null))
                      instanceof SignalOutcome.Answered);
    }
  }

  @Test
  void secondResharding_whileOneIsUnderWay_isRefused() throws Exception {
    try (var node = PipelineFixture.on(first, null);
        var shard = TestStores.connect(first)) {
      assertThat(node.answer("there is a map now").signalId()).isNotNull();
      assertThat(ShardCatalogue.lock(shard)).isTrue();
      assertThatThrownBy(() -> add(Resharding.Steps.NONE))
          .isInstanceOf(ReshardingException.class)
          .hasMessageContaining("under way");
    }
  }

  private List<Moved> add(Resharding.Steps steps) throws SQLException {
    return new Resharding(
            new Servers(first, "hal9-shards"),
            Resharding.Progress.NONE,
            steps,
            new Resharding.Pace(Duration.ofSeconds(1), Duration.ofMillis(600)),
            Clock.systemUTC())
        .add(
            new ShardCatalogue.Entry(
                1, second.url(), second.username(), second.passwordFile(), ""));
  }

  /** As a killed process it does nothing more at that step, and PostgreSQL ends its connections. */
  private void killedAt(Resharding.Step step) throws Exception {
    var reached = new CountDownLatch(1);
    var adding =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    var _ =
                        add(
                            now -> {
                              if (now == step) {
                                reached.countDown();
                                while (true) {
                                  LockSupport.park();
                                }
                              }
                            });
                  } catch (SQLException e) {
                    throw new AssertionError("did not get to " + step, e);
                  }
                });
    await().atMost(PATIENCE).until(() -> reached.getCount() == 0 || !adding.isAlive());
    assertThat(reached.getCount()).as("got to %s", step).isZero();
    for (var shard : List.of(first, second)) {
      try (var connection = TestStores.connect(shard);
          var statement = connection.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE application_name = 'hal9-shards' AND datname = current_database()");
      }
    }
  }

  /** All rows of both shards; each where its slot lies, and on one only. */
  private Map<UUID, String> everything() throws SQLException {
    var rows = new HashMap<UUID, String>();
    var each = List.of(first, second);
    for (var shard = 0; shard < 2; shard++) {
      for (var row : PipelineFixture.rows(each.get(shard)).entrySet()) {
        assertThat(AFTER.owner(Slots.of(row.getKey()))).isEqualTo(shard);
        assertThat(rows.put(row.getKey(), row.getValue())).isNull();
      }
    }
    return rows;
  }
}
