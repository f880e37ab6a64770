package ai.hal9.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Months as several nodes see them begin, by a clock of the test's own. */
final class PartitionsIT {

  private static final int NODES = 4;
  private static final Instant EDGE = Instant.parse("2032-01-01T00:00:00Z");
  private static final UUID NEURON = new UUID(0, 1);
  private static final Instant LATER = Instant.parse("2032-04-15T12:00:00Z");
  private static final PartitionedTable SIGNALS = PartitionedTable.ALL.getFirst();
  private static final String ROWS = "SELECT tableoid::regclass::text FROM signals";

  private final List<TelemetryEvent> events = new CopyOnWriteArrayList<>();
  private volatile Instant now = EDGE.minusMillis(1);

  @Test
  void nodes_startedTogetherOnAnEmptyDatabase_allBecomeAvailableAndShareThePartitions()
      throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var nodes = new ArrayList<SignalStore>();
      try {
        for (var i = 0; i < NODES; i++) {
          nodes.add(node(database, threads));
        }
        await().until(() -> nodes.stream().allMatch(SignalStore::available));
        assertThat(partitions(database))
            .containsExactly("signals_2031_12", "signals_2032_01", "signals_2032_02");

        assertThat(stored(nodes.getFirst(), database)).isEqualTo("signals_2031_12");
        now = EDGE;
        assertThat(stored(nodes.getLast(), database)).isEqualTo("signals_2032_01");
      } finally {
        nodes.forEach(node -> node.close(Duration.ofSeconds(5)));
      }
    }
  }

  @Test
  void ensure_byAllNodesAtOnceWhenAMonthBegins_addsOneMonthOnce() throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = node(database, threads);
      await().until(first::available);
      first.close(Duration.ofSeconds(5));

      now = EDGE;
      var together = new CyclicBarrier(NODES);
      var ensured = new ArrayList<Future<Void>>();
      for (var i = 0; i < NODES; i++) {
        ensured.add(
            threads.submit(
                () -> {
                  try (var connection = TestStores.connect(database)) {
                    together.await(30, TimeUnit.SECONDS);
                    Partitions.ensure(connection, now);
                    return null;
                  }
                }));
      }
      for (var each : ensured) {
        each.get(30, TimeUnit.SECONDS);
      }
      assertThat(partitions(database))
          .containsExactly(
              "signals_2031_12", "signals_2032_01", "signals_2032_02", "signals_2032_03");
    }
  }

  @Test
  void quarters_ofAllThatBelongsToGames_areMadeAheadAndDroppedWhenOlderThanIsKept()
      throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = node(database, threads);
      await().until(first::available);
      first.close(Duration.ofSeconds(5));
    }
    var later = Instant.parse("2032-05-15T12:00:00Z");
    try (var connection = TestStores.connect(database)) {
      Partitions.ensure(connection, later);
      for (var table : List.of("games", "players", "actions", "rounds")) {
        assertThat(partitions(database, table))
            .containsExactly(
                table + "_2031_q4", table + "_2032_q1", table + "_2032_q2", table + "_2032_q3");
      }
      var games = PartitionedTable.ALL.get(1);
      assertThat(games.name()).isEqualTo("games");
      assertThat(Partitions.drop(connection, games, later, 0)).isEmpty();
      assertThat(Partitions.drop(connection, games, later, 1)).containsExactly("games_2031_q4");
      assertThat(partitions(database, "games"))
          .containsExactly("games_2032_q1", "games_2032_q2", "games_2032_q3");
      var signals = PartitionedTable.ALL.getFirst();
      assertThat(Partitions.drop(connection, signals, later, 3))
          .containsExactly("signals_2031_12", "signals_2032_01");
      assertThat(partitions(database))
          .containsExactly(
              "signals_2032_02", "signals_2032_05", "signals_2032_06", "signals_2032_07");
    }
  }

  @Test
  void partitions_madeAndDropped_areToldOfOnce() throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var nodes = List.of(node(database, threads), node(database, threads));
      await().until(() -> nodes.stream().allMatch(SignalStore::available));
      assertThat(events).isEmpty();

      var upkeep = upkeep(Instant.parse("2032-03-15T12:00:00Z"));
      try (var connection = TestStores.connect(database)) {
        upkeep.make(connection);
        upkeep.make(connection);
      }
      assertThat(events)
          .singleElement()
          .satisfies(
              made -> {
                assertThat(made.kind()).isEqualTo(EventKind.PARTITIONS);
                assertThat(made.title()).isEqualTo("Partition signals_2032_03 and 6 more made");
                assertThat(made.details().get("partitions")).contains("games_2032_q2");
              });

      var old = Instant.now().minus(Duration.ofDays(200));
      try (var connection = TestStores.connect(database)) {
        Partitions.hold(connection, "signals", List.of(old));
      }
      var postgres = ((PostgresSignalStore) nodes.getFirst()).postgres();
      var kept = new EngineTuning.Retention(2, 0);
      upkeep(Instant.now()).drop(postgres, kept);
      upkeep(Instant.now()).drop(postgres, kept);
      assertThat(events).hasSize(2);
      assertThat(events.getLast().title())
          .isEqualTo("Partition " + Partitions.name("signals", old) + " dropped");
      nodes.forEach(node -> node.close(Duration.ofSeconds(5)));
    }
  }

  @Test
  void drop_ofWhatWasDetachedBeforeAndNotDropped_dropsItAndNothingElse() throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var node = node(database, threads);
      await().until(node::available);
      node.close(Duration.ofSeconds(5));
    }
    var later = Instant.parse("2032-05-15T12:00:00Z");
    try (var connection = TestStores.connect(database);
        var statement = connection.createStatement()) {
      Partitions.ensure(connection, later);
      for (var left : List.of("signals_2031_12", "signals_2032_06")) {
        statement.execute("ALTER TABLE signals DETACH PARTITION " + left);
      }
      statement.execute("CREATE TABLE signals_2031_12_kept (mine int)");
      var signals = PartitionedTable.ALL.getFirst();
      assertThat(Partitions.drop(connection, signals, later, 4)).containsExactly("signals_2031_12");
      assertThat(
              texts(
                  database,
                  "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'signals_20%'"
                      + " ORDER BY 1"))
          .containsExactly(
              "signals_2031_12_kept",
              "signals_2032_01",
              "signals_2032_02",
              "signals_2032_05",
              "signals_2032_06",
              "signals_2032_07");

      Partitions.hold(connection, "signals", List.of(EDGE.minusMillis(1)));
      assertThat(partitions(database)).contains("signals_2031_12");
    }
  }

  @Test
  void drop_ofWhatIsOldByAClockAhead_keepsSoManyMonthsBeforeTheNewestRow() throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var node = node(database, threads);
      await().until(node::available);
      assertThat(stored(node, database)).isEqualTo("signals_2031_12");
      node.close(Duration.ofSeconds(5));
    }
    try (var connection = TestStores.connect(database)) {
      for (var month : List.of("2031-09", "2031-10", "2031-11")) {
        Partitions.hold(connection, "signals", List.of(Instant.parse(month + "-15T00:00:00Z")));
      }
      var signals = PartitionedTable.ALL.getFirst();
      assertThat(Partitions.drop(connection, signals, Instant.parse("2040-01-01T00:00:00Z"), 2))
          .containsExactly("signals_2031_09");
    }
  }

  @Test
  void retention_byAClockThatIsNotPostgres_dropsNothingAndByOneThatIsWhatIsOld() throws Exception {
    now = Instant.now();
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var node = node(database, threads);
      await().until(node::available);
      node.close(Duration.ofSeconds(5));
    }
    var kept = new EngineTuning.Retention(3, 4);
    try (var connection = TestStores.connect(database)) {
      var old = now.minus(Duration.ofDays(200));
      Partitions.hold(connection, "signals", List.of(old));
      var before = partitions(database);

      assertThat(retention(now.plus(Duration.ofDays(400))).apply(connection, kept)).isEmpty();
      assertThat(partitions(database)).isEqualTo(before);
      assertThat(retention(Instant.now()).apply(connection, kept))
          .containsExactly(Partitions.name("signals", old));
    }
  }

  @Test
  void drop_whileABackupReads_isLeftForLaterAndHoldsUpNoNodeThatStarts() throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var node = node(database, threads);
      await().until(node::available);
      node.close(Duration.ofSeconds(5));
      try (var backup = TestStores.connect(database);
          var dropping = TestStores.connect(database);
          var statement = backup.createStatement()) {
        now = LATER;
        assertThat(ensured(database)).isTrue();
        backup.setAutoCommit(false);
        backup.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        statement.execute("SELECT count(*) FROM signals");
        var dropped = threads.submit(() -> Partitions.drop(dropping, SIGNALS, LATER, 3));
        await()
            .until(
                () ->
                    !texts(
                            database,
                            "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND query LIKE '%DETACH%' AND pid <> pg_backend_pid()")
                        .isEmpty());

        var another = threads.submit(() -> ensured(database));
        assertThat(another.get(2, TimeUnit.SECONDS)).isTrue();
        assertThat(dropped.isDone()).isFalse();
        assertThat(dropped.get(30, TimeUnit.SECONDS)).isEmpty();

        backup.rollback();
        assertThat(Partitions.drop(dropping, SIGNALS, LATER, 3)).containsExactly("signals_2031_12");
      }
    }
  }

  @Test
  void partition_whoseDetachingWasBrokenOffAndWhichIsKeptAfterAll_hasItsRowsSeenAgain()
      throws Exception {
    for (var kept : List.of(0, 12)) {
      var database = brokenOff();
      try (var connection = TestStores.connect(database)) {
        assertThat(texts(database, ROWS)).isEmpty();
        Partitions.drop(connection, SIGNALS, LATER, kept);
        assertThat(texts(database, ROWS)).as("kept: %d", kept).containsExactly("signals_2031_12");
        fillNewest(connection);
        assertThat(Partitions.drop(connection, SIGNALS, LATER, 3))
            .containsExactly("signals_2031_12");
      }
    }
  }

  @Test
  void row_ofAMonthWhoseDetachingWasBrokenOff_isStored() throws Exception {
    var old = Instant.now().minus(Duration.ofDays(70));
    now = old;
    var month = Partitions.name("signals", now);
    var database = brokenOff();
    now = Instant.now();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var node = node(database, threads);
      await().until(node::available);
      var row = new Row(new SignalIds(() -> old, 43).next());
      assertThat(node.offer(row, false)).isEqualTo(SignalStore.Admission.TAKEN);
      assertThat(row.told.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(texts(database, ROWS)).containsExactly(month, month);
      node.close(Duration.ofSeconds(5));
    }
  }

  @Test
  void partition_thatStandsAloneAndIsKept_isAttachedAgainAndAnotherThatCannotBeHoldsUpNothing()
      throws Exception {
    var database = brokenOff();
    try (var connection = TestStores.connect(database);
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE signals DETACH PARTITION signals_2031_12 FINALIZE");
      statement.execute("CREATE TABLE signals_2031_11 (mine int)");
      Partitions.drop(connection, SIGNALS, LATER, 12);
      assertThat(texts(database, ROWS)).containsExactly("signals_2031_12");
      assertThat(partitions(database)).doesNotContain("signals_2031_11");
      fillNewest(connection);
      assertThat(Partitions.drop(connection, SIGNALS, LATER, 4)).containsExactly("signals_2031_11");
    }
  }

  @Test
  void row_ofAMonthThatABackupKeepsDetached_isGivenUpAndHoldsUpNoOther() throws Exception {
    var old = Instant.now().minus(Duration.ofDays(70));
    now = old;
    var month = Partitions.name("signals", now);
    var database = brokenOff();
    now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var backup = TestStores.connect(database);
        var statement = backup.createStatement()) {
      var node = node(database, threads);
      await().until(node::available);
      backup.setAutoCommit(false);
      backup.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM " + month);
      var row = new Row(new SignalIds(() -> old, 43).next());
      assertThat(node.offer(row, false)).isEqualTo(SignalStore.Admission.TAKEN);
      assertThat(stored(node, database)).isEqualTo(Partitions.name("signals", now));
      assertThatThrownBy(() -> row.told.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("PostgreSQL");
      node.close(Duration.ofSeconds(5));
    }
  }

  /** A row of the latest month, from which what is kept is counted back. */
  private static void fillNewest(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO signals (id, neuron_id, timestamp) VALUES (uuidv7(), '%s', '%s')"
              .formatted(NEURON, LATER));
    }
  }

  /** A database whose oldest month has a row and is left in the midst of being detached. */
  private NodeConfig.Database brokenOff() throws Exception {
    var database = TestStores.database();
    var month = Partitions.name("signals", now);
    now = now.truncatedTo(ChronoUnit.MILLIS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var node = node(database, threads);
      await().until(node::available);
      assertThat(stored(node, database)).isEqualTo(month);
      node.close(Duration.ofSeconds(5));
    }
    try (var backup = TestStores.connect(database);
        var statement = backup.createStatement();
        var connection = TestStores.connect(database);
        var detach = connection.createStatement()) {
      Partitions.ensure(connection, LATER);
      backup.setAutoCommit(false);
      backup.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM signals");
      detach.execute("SET lock_timeout = '200ms'");
      assertThatThrownBy(
              () ->
                  detach.execute(
                      "ALTER TABLE signals DETACH PARTITION %s CONCURRENTLY".formatted(month)))
          .hasMessageContaining("lock timeout");
      backup.rollback();
    }
    return database;
  }

  private boolean ensured(NodeConfig.Database database) throws SQLException {
    try (var connection = TestStores.connect(database)) {
      Partitions.ensure(connection, now);
      return true;
    }
  }

  private PartitionUpkeep upkeep(Instant now) {
    return new PartitionUpkeep(0, events::add, () -> now, retention(now));
  }

  private static Retention retention(Instant nodes) {
    return new Retention(new IdempotencyKeys(), () -> nodes);
  }

  @Test
  void partitions_ofATableBehindAFence_areMadeBehindItToo() throws Exception {
    var database = TestStores.database();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var node = node(database, threads);
      await().until(node::available);
      node.close(Duration.ofSeconds(5));
    }
    var later = now.plus(Duration.ofDays(100));
    try (var connection = TestStores.connect(database)) {
      SlotFence.raise(connection, SlotMask.of(List.of(7)));
      Partitions.ensure(connection, later);
      for (var slot : List.of(7, 8)) {
        var id = new UUID((later.toEpochMilli() << 16) | 0x7000, Slots.in(Long.MIN_VALUE, slot));
        var insert =
            "INSERT INTO signals (id, neuron_id, timestamp) VALUES ('%s', '%s', '%s')"
                .formatted(id, NEURON, later);
        try (var statement = connection.createStatement()) {
          assertThat(statement.executeUpdate(insert)).isEqualTo(1);
          assertThat(slot).isEqualTo(7);
        } catch (SQLException e) {
          assertThat(slot).isEqualTo(8);
          assertThat(SlotFence.stopped(e)).isTrue();
        }
      }
      assertThat(SlotFence.taken(connection)).contains(SlotMask.of(List.of(7)));
    }
  }

  private SignalStore node(NodeConfig.Database database, ExecutorService threads) {
    var knobs = new Knobs("database.min_connections", "1", "database.max_connections", "2");
    return PostgresSignalStore.start(
        database,
        List.of(),
        knobs,
        Meters.none(),
        events::add,
        Breaker.aroundStore(
            "postgres", "PostgreSQL", knobs, Meters.none(), Events.none(), () -> now),
        () -> now,
        System::nanoTime,
        threads);
  }

  /** Stores a signal of this moment; the partition it went to. */
  private String stored(SignalStore node, NodeConfig.Database database) throws Exception {
    var row = new Row(new SignalIds(() -> now, 42).next());
    assertThat(node.offer(row, false)).isEqualTo(SignalStore.Admission.TAKEN);
    row.told.get(30, TimeUnit.SECONDS);
    assertThat(node.find(row.id()).orElseThrow().timestamp()).isEqualTo(now);
    return texts(
            database, "SELECT tableoid::regclass::text FROM signals WHERE id = '" + row.id() + "'")
        .getFirst();
  }

  private static List<String> partitions(NodeConfig.Database database) throws SQLException {
    return partitions(database, "signals");
  }

  private static List<String> partitions(NodeConfig.Database database, String table)
      throws SQLException {
    return texts(
        database,
        "SELECT inhrelid::regclass::text FROM pg_inherits"
            + " WHERE inhparent = '%s'::regclass ORDER BY 1".formatted(table));
  }

  private static List<String> texts(NodeConfig.Database database, String query)
      throws SQLException {
    try (var connection = TestStores.connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static final class Row extends PendingRow {
    final CompletableFuture<Boolean> told = new CompletableFuture<>();

    Row(UUID id) {
      row(id, NEURON, "{}".getBytes(UTF_8), new byte[0]);
    }

    @Override
    protected void stored(long takenNanos, long storedNanos) {
      told.complete(true);
    }

    @Override
    protected void refused(String reason) {
      told.completeExceptionally(new AssertionError(reason));
    }
  }
}
