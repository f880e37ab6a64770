package ai.hal9.sim.supervisor;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterEvent.Kind;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.StandbyOrder;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.PortChoice;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.process.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The processes of one cluster, from their start to their end. */
final class Session implements Announcer {

  private static final Duration BALANCER_FINDS_NODES = Duration.ofSeconds(30);
  private static final Duration BALANCER_GRACE = Duration.ofSeconds(10);
  private static final Duration STORE_GRACE = Duration.ofSeconds(20);

  private final ClusterSpec spec;
  private final Plan plan;
  private final Installation installation;
  private final ConfigWriter configs;
  private final Spawner spawner;
  private final ScheduledExecutorService scheduler;
  private final Members members;
  private final Roster roster;
  private final CurrentRule standbyRule;
  private final StateBoard board;
  private final PortChoice ports;
  private final Telling telling;
  private final long begun = System.nanoTime();
  private volatile boolean published;
  private volatile boolean stopping;

  /** Where words for the user go. */
  interface Telling {
    void tell(Kind kind, String text);
  }

  Session(
      Plan plan,
      PortChoice ports,
      Installation installation,
      BinaryCache binaries,
      Spawner spawner,
      ScheduledExecutorService scheduler,
      Telling telling) {
    this.spec = plan.spec();
    this.plan = plan;
    this.ports = ports;
    this.installation = installation;
    this.spawner = spawner;
    this.scheduler = scheduler;
    this.telling = telling;
    this.configs = new ConfigWriter(plan);
    this.members = new Members(plan, installation, configs, spawner, binaries, scheduler, this);
    this.roster = members.roster();
    this.standbyRule =
        new CurrentRule(spec.standbyRule(), new StandbyOrder(plan.directory()), this);
    this.board = new StateBoard(plan, roster, spawner, standbyRule, this);
  }

  /** Brings everything up; returns when all is ready. */
  void start() {
    board.open();
    published = true;
    begun("starting PostgreSQL, Redis and the balancer");
    Together.run(List.of(this::startStoresAndNodes, roster.balancer()::start));
    awaitBalancer();
    board.become(Phase.READY);
    Watch.start(plan, roster, board, () -> stopping, scheduler);
    watchStores();
    ShardOrders.follow(plan, members.shards(), this::addShard, () -> stopping, scheduler);
    standbyRule.follow(() -> stopping, scheduler);
    telling.tell(
        Kind.READY,
        "cluster %s is ready at %s (%.1f s)".formatted(spec.name(), plan.balancerUrl(), elapsed()));
  }

  /**
   * Ends everything: nodes first, so that what is in flight gets its answer.
   *
   * @param drain how long the nodes may take
   */
  void stop(Duration drain) {
    stopping = true;
    board.become(Phase.STOPPING);
    together(roster.nodes(), drain);
    roster.balancer().stop(BALANCER_GRACE);
    together(roster.followers(), STORE_GRACE);
    together(roster.primaries(), STORE_GRACE);
    spawner.close();
    board.become(Phase.STOPPED);
    step("cluster %s has stopped".formatted(spec.name()));
  }

  @Override
  public void begun(String text) {
    telling.tell(Kind.BEGUN, text);
  }

  @Override
  public void step(String text) {
    telling.tell(Kind.STEP, text);
  }

  @Override
  public void notice(String text) {
    telling.tell(Kind.NOTICE, text);
  }

  @Override
  public void changed() {
    if (published) {
      board.publish();
    }
  }

  private void watchStores() {
    watchStandbys(members.postgres());
    members.shards().forEach(this::watchStandbys);
    for (var redis : List.of(members.redis(), members.durable())) {
      RedisWatch.watch(spec.failover(), redis, members::tellNodes, () -> stopping, this, scheduler);
    }
  }

  private void watchStandbys(PostgresGroup postgres) {
    SyncStandbys.watch(standbyRule, spec.failover(), postgres, () -> stopping, this, scheduler);
  }

  /** Starts another shard, with its standbys; returns how nodes reach it. */
  private ConfigWriter.Database addShard(int id) {
    var shard = members.newShard(Plan.shard(id, spec, plan.directory(), ports));
    try {
      up(shard.primary());
      shard.followers().forEach(this::up);
    } catch (RuntimeException e) {
      shard.members().forEach(member -> member.stop(STORE_GRACE));
      members.shards().remove(shard);
      throw e;
    }
    watchStandbys(shard);
    return Members.database(shard);
  }

  private void startStoresAndNodes() {
    Together.run(roster.primaries().stream().<Runnable>map(store -> () -> up(store)).toList());
    new AotTraining(installation, plan, configs, spawner)
        .ensure(ports.next(), members.postgres().server(), members.stores(), this);
    begun(
        "starting %d %s"
            .formatted(roster.nodes().size(), roster.nodes().size() == 1 ? "node" : "nodes"));
    List<Runnable> rest = new ArrayList<>();
    plan.nodes().forEach(node -> rest.add(() -> upNode(node)));
    roster.followers().forEach(follower -> rest.add(() -> up(follower)));
    Together.run(rest);
  }

  private void upNode(Plan.PlannedNode node) {
    var member = roster.nodes().get(plan.nodes().indexOf(node));
    up(member);
    Probe.version(node.url()).ifPresent(version -> board.version(node.name(), version));
  }

  private void up(Member member) {
    member.start();
    step("%s is ready (pid %d, %.1f s)".formatted(member.name(), member.pid(), elapsed()));
  }

  private void awaitBalancer() {
    var deadline = System.nanoTime() + BALANCER_FINDS_NODES.toNanos();
    while (!Probe.ready(plan.balancerUrl())) {
      if (System.nanoTime() > deadline) {
        throw new SimException(
            SimException.Code.START_FAILED,
            "the balancer does not find the nodes ready; see "
                + plan.directory().logs().resolve("balancer.log"));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SimException(SimException.Code.INTERRUPTED, "interrupted", e);
    }
  }

  private void together(List<Member> ending, Duration grace) {
    Together.run(
        ending.stream()
            .<Runnable>map(
                member ->
                    () -> {
                      if (member.stop(grace)) {
                        step(member.name() + " stopped");
                      }
                    })
            .toList());
  }

  private double elapsed() {
    return (System.nanoTime() - begun) / 1e9;
  }
}
