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
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.Readiness;
import ai.hal9.stores.process.Signal;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;

/** Knows how each process of a cluster is started. */
final class Members {

  private static final String BALANCER_MAIN = "ai.hal9.sim.balance.BalancerProcess";
  private static final Duration JVM_START = Duration.ofSeconds(90);
  private static final int BUFFERS_MIB = 64;

  /** The statuses of what SIGKILL and SIGTERM end. */
  private static final Set<Integer> BY_SIGNAL = Set.of(128 + 9, 128 + 15);

  private final Plan plan;
  private final Installation installation;
  private final ConfigWriter configs;
  private final Spawner spawner;
  private final Maker maker;
  private final LedStore.Processes processes;
  private final PostgresBinaries postgresBinaries;
  private final PostgresGroup postgres;
  private final List<PostgresGroup> shards = new CopyOnWriteArrayList<>();
  private final RedisGroup redis;
  private final RedisGroup durable;
  private final List<Member> nodes;
  private final ReentrantLock configuring = new ReentrantLock();

  Members(
      Plan plan,
      Installation installation,
      ConfigWriter configs,
      Spawner spawner,
      BinaryCache binaries,
      ScheduledExecutorService scheduler,
      Announcer announcer) {
    this.plan = plan;
    this.installation = installation;
    this.configs = configs;
    this.spawner = spawner;
    this.maker = new Maker(scheduler, announcer);
    var redisBinary =
        plan.spec().redisServer() == null
            ? RedisBinary.bundled(binaries)
            : RedisBinary.installed(plan.spec().redisServer());
    this.processes = new LedStore.Processes(spawner, maker::member, announcer);
    this.postgresBinaries =
        plan.spec().postgresBin() == null
            ? PostgresBinaries.bundled(binaries)
            : PostgresBinaries.installed(plan.spec().postgresBin(), binaries);
    this.postgres = group(plan.postgres());
    plan.shards().forEach(shard -> shards.add(group(shard)));
    this.redis =
        new RedisGroup(
            plan.redis().servers(this::cacheConfig),
            plan.redis().primacy(),
            new RedisGroup.Roles("primary", "replica"),
            redisBinary,
            processes);
    this.durable =
        new RedisGroup(
            plan.durable().servers((name, port) -> RedisConfig.durable(name, data(name), port)),
            plan.durable().primacy(),
            new RedisGroup.Roles("durable", "durable-replica"),
            redisBinary,
            processes);
    this.nodes =
        plan.nodes().stream().map(node -> maker.member(node.name(), () -> start(node))).toList();
  }

  PostgresGroup postgres() {
    return postgres;
  }

  /** The shards beyond the first, shard 1 first; grows. */
  List<PostgresGroup> shards() {
    return shards;
  }

  /** Another shard, none of whose processes is started yet. */
  PostgresGroup newShard(PlannedStore shard) {
    var group = group(shard);
    shards.add(group);
    return group;
  }

  RedisGroup redis() {
    return redis;
  }

  RedisGroup durable() {
    return durable;
  }

  /** Tells the nodes that run which servers are the primaries now. */
  void tellNodes() {
    for (int i = 0; i < nodes.size(); i++) {
      configure(plan.nodes().get(i));
      nodes.get(i).signal(Signal.HUP);
    }
  }

  /** All processes of the cluster, none of them started. */
  Roster roster() {
    return new Roster(
        postgres, shards, redis, durable, nodes, maker.member("balancer", this::startBalancer));
  }

  private PostgresGroup group(PlannedStore store) {
    return new PostgresGroup(
        store.servers(
            (name, port) ->
                PostgresConfig.of(name, data(name), port)
                    .withMaxConnections(plan.postgresConnections())
                    .withSharedBuffersMib(BUFFERS_MIB)
                    // a standby that hangs counts as gone after so long
                    .with("wal_sender_timeout", "5s")),
        store.primacy(),
        postgresBinaries,
        processes);
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

  private ChildProcess start(Plan.PlannedNode node) {
    var told = configure(node);
    var child = launch(node);
    if (!told.equals(stores())) {
      try {
        configure(node);
      } catch (UncheckedIOException e) {
        // it would go by what no longer holds
        child.kill();
        throw e;
      }
      child.signal(Signal.HUP);
    }
    return child;
  }

  /** Writes who leads now: of two that do so at once, who looked last writes last. */
  private ConfigWriter.Stores configure(Plan.PlannedNode node) {
    configuring.lock();
    try {
      var now = stores();
      configs.node(node, plan.spec().name(), now);
      return now;
    } finally {
      configuring.unlock();
    }
  }

  private ChildProcess launch(Plan.PlannedNode node) {
    var jvm = NodeJvm.of(installation);
    var child = spawner.start(jvm(node.name(), jvm.command(node.config())));
    try {
      return ready(node, child);
    } catch (StoreException e) {
      var cache = AotCache.of(installation);
      if (!cache.fits() || e.code() == StoreException.Code.INTERRUPTED || killed(child, e)) {
        throw e;
      }
      // a cache that was damaged is no reason to have no node
      var plain = ready(node, spawner.start(jvm(node.name(), jvm.plainCommand(node.config()))));
      cache.drop();
      return plain;
    }
  }

  /** Whether somebody ended it: that says nothing of what it was started with. */
  private static boolean killed(ChildProcess child, StoreException e) {
    return e.code() != StoreException.Code.START_TIMED_OUT
        && child.exitStatus().stream().anyMatch(BY_SIGNAL::contains);
  }

  private ChildProcess ready(Plan.PlannedNode node, ChildProcess child) {
    Readiness.await(child, JVM_START, () -> Probe.ready(node.url()));
    return child;
  }

  /** Ready when it serves; whether it finds nodes shows in its health. */
  private ChildProcess startBalancer() {
    configs.balancer();
    var child =
        spawner.start(
            jvm("balancer", Jvm.balancer(installation, BALANCER_MAIN, plan.balancerConfig())));
    Readiness.await(child, JVM_START, () -> Probe.answers(plan.balancerUrl()));
    return child;
  }

  /** What the nodes are told of the running primaries. */
  ConfigWriter.Stores stores() {
    return new ConfigWriter.Stores(
        database(postgres),
        shards.stream().map(Members::database).toList(),
        new ConfigWriter.Store(redis.server().url(), redis.passwordFile()),
        new ConfigWriter.Store(durable.server().url(), durable.passwordFile()));
  }

  static ConfigWriter.Database database(PostgresGroup group) {
    return new ConfigWriter.Database(group.jdbcUrl(), group.passwordFile(), group.readUrls());
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
