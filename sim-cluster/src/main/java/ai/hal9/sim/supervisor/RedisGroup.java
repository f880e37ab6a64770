package ai.hal9.sim.supervisor;

import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis: a primary and what follows it, whichever of its servers that is now. When the primary
 * has died and a replica has all that it is known to have written, the replica takes its place: the
 * old one is fenced first, then the change is written down, then the replica is promoted and the
 * nodes are told. Only then is what is left of the old one started, as a replica.
 */
final class RedisGroup implements StoreGroup {

  private static final Logger LOG = LoggerFactory.getLogger(RedisGroup.class);

  private final List<RedisConfig> configs;
  private final Primacy primacy;
  private final Roles roles;
  private final RedisBinary binary;
  private final Spawner spawner;
  private final Announcer announcer;
  private final List<Member> members;
  private final Map<String, RedisServer> servers = new ConcurrentHashMap<>();

  /** Held while it is decided who is the primary, and while that one starts. */
  private final ReentrantLock deciding = new ReentrantLock();

  private volatile Heirs heirs = () -> Long.MAX_VALUE;
  private volatile Runnable moved = () -> {};

  /** What the cluster's state calls its servers. */
  record Roles(String primary, String follower) {}

  /** Up to where a replica must have received what the primary wrote, to take its place. */
  interface Heirs {

    /** In bytes; {@link Long#MAX_VALUE} where none may. */
    long needed();
  }

  RedisGroup(
      List<RedisConfig> configs,
      Primacy primacy,
      Roles roles,
      RedisBinary binary,
      Spawner spawner,
      BiFunction<String, Member.Starter, Member> member,
      Announcer announcer) {
    this.configs = List.copyOf(configs);
    this.primacy = primacy;
    this.roles = roles;
    this.binary = binary;
    this.spawner = spawner;
    this.announcer = announcer;
    this.members =
        this.configs.stream()
            .map(config -> member.apply(config.name(), () -> start(config)))
            .toList();
  }

  @Override
  public String name() {
    return primacy.store();
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public boolean leads(Member member) {
    return primacy.heldBy(member.name());
  }

  @Override
  public String role(Member member) {
    return leads(member) ? roles.primary() : roles.follower();
  }

  @Override
  public int port(Member member) {
    return configs.get(members.indexOf(member)).port();
  }

  /** The running primary, or the one that was last. */
  RedisServer server() {
    return Objects.requireNonNull(servers.get(primacy.holder()), "Redis is started first");
  }

  /** Holds the password, the same for all servers. */
  Path passwordFile() {
    return RedisServer.passwordFile(configs.getFirst());
  }

  /**
   * From now on the primary's place is taken when it dies.
   *
   * @param moved tells the nodes that another server is the primary
   */
  void succeedBy(Heirs heirs, Runnable moved) {
    this.moved = moved;
    this.heirs = heirs;
  }

  private ChildProcess start(RedisConfig config) {
    if (!primacy.heldBy(config.name())) {
      return started(config, RedisServer.startReplica(config, server(), binary, spawner));
    }
    deciding.lock();
    try {
      return primacy.heldBy(config.name()) ? lead(config) : start(config);
    } finally {
      deciding.unlock();
    }
  }

  private ChildProcess lead(RedisConfig config) {
    return started(
        config,
        RedisServer.holdsReplica(config)
            // chosen, and not promoted yet when it or the supervisor ended
            ? RedisServer.startPromoted(config, binary, spawner)
            : RedisServer.startPrimary(config, binary, spawner));
  }

  private ChildProcess started(RedisConfig config, RedisServer server) {
    servers.put(config.name(), server);
    var _ =
        server
            .process()
            .onExit()
            .thenRun(() -> Thread.ofVirtual().name("failover").start(() -> ended(server)));
    return server.process();
  }

  private void ended(RedisServer dead) {
    deciding.lock();
    try {
      if (dead == servers.get(primacy.holder())) {
        succeed(dead);
      }
    } catch (StoreException | IOException e) {
      LOG.error("no replica took the primary's place", e);
      announcer.notice("%s stays the primary: %s".formatted(dead.config().name(), e.getMessage()));
    } finally {
      deciding.unlock();
    }
  }

  private void succeed(RedisServer dead) throws IOException {
    var begin = System.nanoTime();
    var needed = heirs.needed();
    if (needed == Long.MAX_VALUE) {
      return;
    }
    var heir = mostAdvanced(dead, needed);
    if (heir.isEmpty()) {
      return;
    }
    var chosen = heir.get();
    var name = chosen.config().name();
    dead.fence();
    primacy.pass(name);
    try {
      chosen.promote();
    } catch (StoreException e) {
      // It was chosen, so no other may serve: it is started again, as the primary.
      LOG.error("{} is started again to be the primary", name, e);
      chosen.process().kill();
    }
    moved.run();
    announcer.notice(
        "%s is fenced and %s is the primary in its place now (%d ms)"
            .formatted(
                dead.config().name(),
                name,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
    announcer.changed();
  }

  private Optional<RedisServer> mostAdvanced(RedisServer dead, long needed) {
    @Nullable RedisServer best = null;
    long furthest = needed - 1;
    for (var server : servers.values()) {
      if (server != dead && server.process().alive()) {
        var position = server.shipping().position();
        if (position > furthest) {
          best = server;
          furthest = position;
        }
      }
    }
    return Optional.ofNullable(best);
  }
}
