package ai.hal9.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a real standby and a real replica while they lag. */
final class ReplicationLagIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String STANDBY = "standby-1";
  private static final double MIB = 1 << 20;

  @TempDir Path directory;

  private final BinaryCache binaries = BinaryCache.standard();
  private final List<Integer> ports = FreePorts.several(2);

  @Test
  void standby_frozenThenPaused_lagsEverMoreInBytesAndSeconds_andCatchesUp() throws Exception {
    var programs = PostgresBinaries.bundled(binaries);
    try (var spawner = Spawner.open();
        var primary = PostgresServer.startPrimary(config("primary", 0), programs, spawner);
        var standby = PostgresServer.startStandby(config(STANDBY, 1), primary, programs, spawner);
        var probe = StoreProbes.postgres(primary.jdbcUrl(), login(primary), "lagging", "local")) {
      execute(primary, primary.username(), "CREATE TABLE written (n int)");
      awaitCaughtUp(probe);

      signal("STOP", standby.pid());
      try {
        assertLagGrows(primary, probe);
      } finally {
        signal("CONT", standby.pid());
      }
      awaitCaughtUp(probe);

      execute(standby, PostgresServer.SUPERUSER, "SELECT pg_wal_replay_pause()");
      assertLagGrows(primary, probe);
      execute(standby, PostgresServer.SUPERUSER, "SELECT pg_wal_replay_resume()");
      awaitCaughtUp(probe);
    }
  }

  @Test
  void redisReplica_frozen_lagsByWhatIsWritten_andCatchesUp() throws Exception {
    var program = RedisBinary.bundled(binaries);
    var resources = DefaultClientResources.create();
    try (var spawner = Spawner.open();
        var primary = RedisServer.startPrimary(redis("redis", 0), program, spawner);
        var replica = RedisServer.startReplica(redis("replica", 1), primary, program, spawner);
        var client = ClusterRedis.of(resources, uri(primary), "lagging");
        var probe = StoreProbes.redis(client, () -> "redis:1", "lagging", "local")) {
      var name = "127.0.0.1:" + replica.port();
      awaitValue(probe, MetricCatalogue.REDIS_REPLICA_LAG, name, 0);

      signal("STOP", replica.pid());
      try {
        client.call(commands -> commands.set("written", "x".repeat((int) MIB)));
        var once = value(probe, MetricCatalogue.REDIS_REPLICA_LAG, name);
        client.call(commands -> commands.set("written", "x".repeat((int) MIB)));
        var twice = value(probe, MetricCatalogue.REDIS_REPLICA_LAG, name);
        assertThat(once).isBetween(MIB, 1.1 * MIB);
        assertThat(twice - once).isBetween(MIB, 1.1 * MIB);
      } finally {
        signal("CONT", replica.pid());
      }
      awaitValue(probe, MetricCatalogue.REDIS_REPLICA_LAG, name, 0);
    } finally {
      resources.shutdown().awaitUninterruptibly();
    }
  }

  private static void assertLagGrows(PostgresServer primary, StoreProbe probe) throws Exception {
    var begun = System.nanoTime();
    execute(primary, primary.username(), "INSERT INTO written SELECT generate_series(1, 30000)");
    var first = value(probe, MetricCatalogue.PG_REPLICATION_LAG, STANDBY);
    var bytes = value(probe, MetricCatalogue.PG_REPLICATION_BYTES, STANDBY);
    assertThat(bytes).isBetween(MIB, 16 * MIB);

    execute(primary, primary.username(), "INSERT INTO written VALUES (0)");
    await()
        .atMost(PATIENCE)
        .until(() -> value(probe, MetricCatalogue.PG_REPLICATION_LAG, STANDBY) > first + 1.5);
    assertThat(value(probe, MetricCatalogue.PG_REPLICATION_LAG, STANDBY))
        .isLessThanOrEqualTo((System.nanoTime() - begun) / 1e9);
    assertThat(value(probe, MetricCatalogue.PG_REPLICATION_BYTES, STANDBY)).isGreaterThan(bytes);
  }

  private static void awaitCaughtUp(StoreProbe probe) {
    awaitValue(probe, MetricCatalogue.PG_REPLICATION_BYTES, STANDBY, 0);
    awaitValue(probe, MetricCatalogue.PG_REPLICATION_LAG, STANDBY, 0);
  }

  private static void awaitValue(StoreProbe probe, Metric metric, String label, double expected) {
    await().atMost(PATIENCE).until(() -> value(probe, metric, label) == expected);
  }

  private static double value(StoreProbe probe, Metric metric, String label) throws Exception {
    return probe.read().gauges().getOrDefault(metric.series(label), Double.NaN);
  }

  private PostgresConfig config(String name, int port) {
    return PostgresConfig.of(name, directory.resolve(name), ports.get(port)).withMaxConnections(20);
  }

  private RedisConfig redis(String name, int port) {
    return RedisConfig.of(name, directory.resolve(name), ports.get(port));
  }

  private static Properties login(PostgresServer server) throws IOException {
    var login = new Properties();
    login.setProperty("user", server.username());
    login.setProperty("password", Files.readString(server.passwordFile()).strip());
    return login;
  }

  private static RedisURI uri(RedisServer server) throws IOException {
    return RedisURI.builder()
        .withHost("127.0.0.1")
        .withPort(server.port())
        .withPassword(Files.readString(server.passwordFile()).strip().toCharArray())
        .build();
  }

  private static void execute(PostgresServer server, String user, String sql) throws Exception {
    var secret =
        user.equals(PostgresServer.SUPERUSER)
            ? server.superuserPasswordFile()
            : server.passwordFile();
    try (var connection =
            DriverManager.getConnection(server.jdbcUrl(), user, Files.readString(secret).strip());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Reaches the server and its workers. */
  private static void signal(String name, long pid) throws Exception {
    var family =
        Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).orElseThrow().descendants().map(ProcessHandle::pid))
            .map(String::valueOf);
    var command = Stream.concat(Stream.of("kill", "-" + name), family).toList();
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
