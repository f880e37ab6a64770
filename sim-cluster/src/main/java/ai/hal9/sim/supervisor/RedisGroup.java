package ai.hal9.sim.supervisor;

import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Redis: a primary and what follows it. The heir of a primary is the most advanced replica, if
 * it has all that its {@link Heirs} need it to have. The nodes are told of it.
 */
final class RedisGroup extends LedStore<RedisConfig, RedisServer> {

  private final Roles roles;
  private final RedisBinary binary;
  private final Announcer announcer;

  private volatile Heirs heirs = () -> Long.MAX_VALUE;
  private volatile Runnable moved = () -> {};

  /** Whether the nodes are yet to be told of the primary. */
  private volatile boolean untold;

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
      Processes processes) {
    super(configs, primacy, processes);
    this.roles = roles;
    this.binary = binary;
    this.announcer = processes.announcer();
  }

  @Override
  public String role(Member member) {
    return leads(member) ? roles.primary() : roles.follower();
  }

  /** Holds the password, the same for all servers. */
  Path passwordFile() {
    return RedisServer.passwordFile(configs().getFirst());
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

  @Override
  String name(RedisConfig config) {
    return config.name();
  }

  @Override
  int port(RedisConfig config) {
    return config.port();
  }

  @Override
  RedisConfig config(RedisServer server) {
    return server.config();
  }

  @Override
  ChildProcess process(RedisServer server) {
    return server.process();
  }

  @Override
  RedisServer follow(RedisConfig config, RedisServer leader, Spawner spawner) {
    return RedisServer.startReplica(config, leader, binary, spawner);
  }

  @Override
  RedisServer lead(RedisConfig config, Spawner spawner) {
    return RedisServer.holdsReplica(config)
        // chosen, and not promoted yet when it or the supervisor ended
        ? RedisServer.startPromoted(config, binary, spawner)
        : RedisServer.startPrimary(config, binary, spawner);
  }

  @Override
  Optional<RedisServer> heir(RedisServer dead) {
    var needed = heirs.needed();
    if (needed == Long.MAX_VALUE) {
      return Optional.empty();
    }
    @Nullable RedisServer best = null;
    long furthest = needed - 1;
    for (var server : servers().values()) {
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

  @Override
  void end(RedisServer dead) {
    dead.end();
  }

  @Override
  void fence(RedisServer dead) {
    dead.fence();
  }

  @Override
  void promote(RedisServer heir) {
    heir.promote();
  }

  @Override
  void succeeded(RedisServer dead, RedisServer heir) {
    if (!tellNodes()) {
      announcer.notice(
          "the nodes cannot be told that %s is %s's primary now, which is tried again; free space"
                  .formatted(heir.config().name(), name())
              + " in HAL9_HOME");
    }
  }

  /** Tells the nodes who the primary is, if that was tried before and failed. */
  void tellAgain() {
    if (untold) {
      tellNodes();
    }
  }

  private boolean tellNodes() {
    try {
      // before, so that who is promoted meanwhile is told of too
      untold = false;
      moved.run();
    } catch (UncheckedIOException e) {
      untold = true;
    }
    return !untold;
  }
}
