package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.READS;
import static ai.hal9.api.metric.MetricCatalogue.REPLICA_BEHIND;
import static ai.hal9.api.metric.MetricCatalogue.REPLICA_POOL_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.REPLICA_POOL_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.shard.Strategy;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Reads from a primary and a standby whose replay is held up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadPreferenceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Spawner spawner = Spawner.open();
  private PostgresServer primary;
  private PostgresServer standby;
  private PipelineFixture fixture;
  private Database database;

  @BeforeAll
  void start(@TempDir Path directory) throws SQLException {
    var ports = FreePorts.several(2);
    var programs = PostgresBinaries.bundled(BinaryCache.standard());
    primary =
        PostgresServer.startPrimary(
            PostgresConfig.of("primary", directory.resolve("primary"), ports.getFirst()),
            programs,
            spawner);
    standby =
        PostgresServer.startStandby(
            PostgresConfig.of("standby", directory.resolve("standby"), ports.getLast()),
            primary,
            programs,
            spawner);
    var alone = TestStores.database(primary);
    var replica = alone.url().replace(":" + primary.port(), ":" + standby.port());
    fixture =
        PipelineFixture.on(
            new NodeConfig.Database(
                alone.url(),
                alone.username(),
                alone.passwordFile(),
                List.of(new NodeConfig.Replica("local", replica)),
                Strategy.CONSISTENT_HASH,
                List.of(),
                null),
            null);
    database = fixture.pipeline.postgres();
    ask("CREATE TABLE written (n int)");
  }

  @AfterAll
  void end() {
    fixture.close();
    spawner.close();
  }

  @BeforeEach
  void nothingWritten() {
    ask("DELETE FROM written");
  }

  @AfterEach
  void replayGoesOn() throws SQLException {
    if (standby.process().alive()) {
      replay("resume");
    }
  }

  @Test
  void boundedRead_whileReplayIsPaused_seesWhatWasWritten_andGoesToTheStandbyAgainLater()
      throws Exception {
    fixture.knobs.set("database.read_preference", "bounded_staleness");
    awaitReadFrom("bounded_staleness");

    replay("pause");
    for (var i = 1; i <= 20; i++) {
      ask("INSERT INTO written VALUES (" + i + ")");
      assertThat(count()).isEqualTo(i);
    }
    await().atMost(PATIENCE).until(() -> fixture.meters.value(REPLICA_BEHIND, name()) > 0);

    replay("resume");
    awaitReadFrom("bounded_staleness");
    assertThat(count()).isEqualTo(20);
    assertThat(fixture.meters.value(REPLICA_POOL_MAX, name())).isPositive();
    assertThat(fixture.meters.value(REPLICA_POOL_ACTIVE, name())).isNotNegative();
  }

  @Test
  void replicaRead_whileReplayIsPaused_seesWhatIsOld() throws Exception {
    fixture.knobs.set("database.read_preference", "replica");
    awaitReadFrom("replica");
    await().atMost(PATIENCE).until(() -> count() == 0);

    replay("pause");
    ask("INSERT INTO written VALUES (1)");
    assertThat(count()).isZero();
    assertThat(fixture.meters.total(READS, "replica", "replica")).isPositive();

    replay("resume");
    await().atMost(PATIENCE).until(() -> count() == 1);
  }

  @Test
  void signal_justAcknowledged_isFoundUnderEveryPreference_whileReplayIsPaused() throws Exception {
    replay("pause");
    for (var preference : List.of("replica", "nearest", "bounded_staleness", "primary")) {
      fixture.knobs.set("database.read_preference", preference);
      var id = fixture.answer("under " + preference).signalId();
      assertThat(fixture.pipeline.service().find(id)).isPresent();
    }
  }

  @Test
  void signal_thatTheStandbyHas_isReadFromIt() throws Exception {
    var id = fixture.answer("old enough").signalId();
    for (var preference : List.of("replica", "bounded_staleness")) {
      fixture.knobs.set("database.read_preference", preference);
      var before = fixture.meters.total(READS, preference, "replica");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(fixture.pipeline.service().find(id)).isPresent();
                return fixture.meters.total(READS, preference, "replica") > before;
              });
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void standby_thatIsGone_leavesReadsToThePrimary() throws Exception {
    fixture.knobs.set("database.read_preference", "replica");
    awaitReadFrom("replica");
    ask("INSERT INTO written VALUES (1)");
    standby.stop();
    await().atMost(PATIENCE).until(() -> count() == 1);
  }

  private String name() {
    return "127.0.0.1:" + standby.port();
  }

  /** Reads until one more read came from the standby. */
  private void awaitReadFrom(String preference) {
    var before = fixture.meters.total(READS, preference, "replica");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              count();
              return fixture.meters.total(READS, preference, "replica") > before;
            });
  }

  private int count() {
    return database.read(
        "count",
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery("SELECT count(*) FROM written")) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  private void ask(String sql) {
    var _ =
        database.ask(
            "write",
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            });
  }

  private void replay(String what) throws SQLException {
    try (var connection = TestStores.superuser(standby);
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_wal_replay_" + what + "()");
    }
  }
}
