package ai.hal9.sim.supervisor;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.sim.process.AotCache;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.Jvm;
import ai.hal9.sim.process.NodeJvm;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.Readiness;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Knows how each process of a cluster is started. */
final class Members {

  private static final String BALANCER_MAIN = "ai.hal9.sim.balance.BalancerProcess";
  private static final Duration JVM_START = Duration.ofSeconds(90);
  private static final int PRIMARY_BUFFERS_MIB = 64;

  private final Plan plan;
  private final Installation installation;
  private final ConfigWriter configs;
  private final Spawner spawner;
  private final PostgresBinaries postgresBinaries;
  private final RedisBinary redisBinary;

  private volatile @Nullable PostgresServer postgres;
  private volatile @Nullable RedisServer redis;
  private volatile @Nullable RedisServer durable;

  Members(
      Plan plan,
      Installation installation,
      ConfigWriter configs,
      Spawner spawner,
      BinaryCache binaries) {
    this.plan = plan;
    this.installation = installation;
    this.configs = configs;
    this.spawner = spawner;
    this.postgresBinaries =
        plan.spec().postgresBin() == null
            ? PostgresBinaries.bundled(binaries)
            : PostgresBinaries.installed(plan.spec().postgresBin(), binaries);
    this.redisBinary =
        plan.spec().redisServer() == null
            ? RedisBinary.bundled(binaries)
            : RedisBinary.installed(plan.spec().redisServer());
  }

  /** All processes of the cluster, none of them started. */
  Roster roster(ScheduledExecutorService scheduler, Announcer announcer) {
    var maker = new Maker(scheduler, announcer);
    return new Roster(
        maker.member("postgres", this::startPostgres),
        IntStream.range(1, plan.postgres().size())
            .mapToObj(i -> maker.member("postgres-standby-" + i, () -> startStandby(i)))
            .toList(),
        maker.member("redis", this::startRedis),
        List.of(maker.member("redis-replica-1", this::startReplica)),
        maker.member("redis-durable", this::startDurable),
        plan.durable().stream()
            .skip(1)
            .map(port -> maker.member("redis-durable-replica-1", () -> startDurableReplica(port)))
            .toList(),
        plan.nodes().stream().map(node -> maker.member(node.name(), () -> start(node))).toList(),
        maker.member("balancer", this::startBalancer));
  }

  /** The running primary. */
  PostgresServer postgres() {
    return Objects.requireNonNull(postgres, "PostgreSQL is started first");
  }

  /** The running primary. */
  RedisServer redis() {
    return Objects.requireNonNull(redis, "Redis is started first");
  }

  /** The running primary of the durable Redis. */
  RedisServer durable() {
    return Objects.requireNonNull(durable, "the durable Redis is started first");
  }

  private ChildProcess startPostgres() {
    var config =
        postgresConfig("postgres", plan.postgres().getFirst())
            .withSharedBuffersMib(PRIMARY_BUFFERS_MIB)
            // a standby that hangs counts as gone after so long
            .with("wal_sender_timeout", "5s");
    var server = PostgresServer.startPrimary(config, postgresBinaries, spawner);
    if (postgres == null) {
      // What an earlier run set would hold up the start until a standby streams.
      server.commitOn(List.of());
    }
    postgres = server;
    return server.process();
  }

  private ChildProcess startStandby(int number) {
    var config = postgresConfig("postgres-standby-" + number, plan.postgres().get(number));
    return PostgresServer.startStandby(config, postgres(), postgresBinaries, spawner).process();
  }

  private PostgresConfig postgresConfig(String name, int port) {
    return PostgresConfig.of(name, data(name), port).withMaxConnections(plan.postgresConnections());
  }

  private ChildProcess startRedis() {
    var config = cacheConfig("redis", plan.redis().getFirst());
    var server = RedisServer.startPrimary(config, redisBinary, spawner);
    redis = server;
    return server.process();
  }

  private ChildProcess startReplica() {
    var config = cacheConfig("redis-replica-1", plan.redis().getLast());
    return RedisServer.startReplica(config, redis(), redisBinary, spawner).process();
  }

  private RedisConfig cacheConfig(String name, int port) {
    return RedisConfig.of(name, data(name), port)
        .withMaxMemoryMib(Integer.parseInt(setting(TuningCatalogue.REDIS_MAXMEMORY)))
        .withEviction(setting(TuningCatalogue.REDIS_EVICTION))
        .withAppendOnly(setting(TuningCatalogue.REDIS_APPEND_ONLY).equals("on"));
  }

  private String setting(TuningParameter parameter) {
    var settings = plan.spec().effectiveSettings();
    return parameter.normalised(settings.getOrDefault(parameter.key(), parameter.defaultValue()));
  }

  private ChildProcess startDurable() {
    var config =
        RedisConfig.durable("redis-durable", data("redis-durable"), plan.durable().getFirst());
    var server = RedisServer.startPrimary(config, redisBinary, spawner);
    durable = server;
    return server.process();
  }

  private ChildProcess startDurableReplica(int port) {
    var name = "redis-durable-replica-1";
    var config = RedisConfig.durable(name, data(name), port);
    return RedisServer.startReplica(config, durable(), redisBinary, spawner).process();
  }

  private ChildProcess start(Plan.PlannedNode node) {
    configs.node(node, plan.spec().name(), postgres().jdbcUrl(), stores());
    var jvm = NodeJvm.of(installation);
    try {
      return start(node, jvm.command(node.config()));
    } catch (StoreException e) {
      var cache = AotCache.of(installation);
      if (!cache.fits() || e.code() == StoreException.Code.INTERRUPTED) {
        throw e;
      }
      // a cache that was damaged is no reason to have no node
      cache.drop();
      return start(node, jvm.plainCommand(node.config()));
    }
  }

  private ChildProcess start(Plan.PlannedNode node, List<String> command) {
    var child = spawner.start(jvm(node.name(), command));
    Readiness.await(child, JVM_START, () -> Probe.ready(node.url()));
    return child;
  }

  /** Ready when it serves; whether it finds nodes shows in its health. */
  private ChildProcess startBalancer() {
    configs.balancer();
    var child = spawner.start(jvm("balancer", Jvm.balancer(BALANCER_MAIN, plan.balancerConfig())));
    Readiness.await(child, JVM_START, () -> Probe.answers(plan.balancerUrl()));
    return child;
  }

  /** What the nodes are told of the running primaries. */
  ConfigWriter.Stores stores() {
    return new ConfigWriter.Stores(postgres(), redis(), durable());
  }

  private ChildSpec jvm(String name, List<String> command) {
    return ChildSpec.of(name, plan.directory().root(), command)
        .withLog(plan.directory().logs().resolve(name + ".log"))
        .withEnvironment(NodeJvm.environment());
  }

  private Path data(String name) {
    return plan.directory().data().resolve(name);
  }

  private record Maker(ScheduledExecutorService scheduler, Announcer announcer) {
    Member member(String name, Member.Starter starter) {
      return new Member(name, starter, Backoff.standard(), scheduler, announcer);
    }
  }
}
