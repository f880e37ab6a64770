package ai.hal9.stores.redis;

import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A running Redis server. */
public final class RedisServer implements AutoCloseable {

  /** What a server does for the others. */
  public enum Role {
    PRIMARY,
    REPLICA
  }

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final RedisConfig config;
  private final Role role;
  private final ChildProcess process;

  private RedisServer(RedisConfig config, Role role, ChildProcess process) {
    this.config = config;
    this.role = role;
    this.process = process;
  }

  /**
   * Starts a primary with the data its directory has. Returns when it answers and has loaded it.
   *
   * @throws StoreException if it cannot; no process is left then
   */
  public static RedisServer startPrimary(RedisConfig config, RedisBinary binary, Spawner spawner) {
    var start = new RedisStart(config, binary, spawner);
    return new RedisServer(config, Role.PRIMARY, start.run(Map.of(), "role:master"));
  }

  /**
   * Starts a replica. Returns when its link to the primary is up.
   *
   * @throws StoreException if it cannot; no process is left then
   */
  public static RedisServer startReplica(
      RedisConfig config, RedisServer primary, RedisBinary binary, Spawner spawner) {
    var start = new RedisStart(config, binary, spawner);
    Map<String, String> role =
        Map.of(
            "replicaof",
            "127.0.0.1 " + primary.port(),
            "masterauth",
            RedisStart.password(primary.passwordFile()));
    return new RedisServer(config, Role.REPLICA, start.run(role, "master_link_status:up"));
  }

  public RedisConfig config() {
    return config;
  }

  public Role role() {
    return role;
  }

  public int port() {
    return config.port();
  }

  public long pid() {
    return process.pid();
  }

  public ChildProcess process() {
    return process;
  }

  /** {@code redis://127.0.0.1:PORT}; the password is not included. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  /** Holds the password, readable for its owner only. */
  public Path passwordFile() {
    return RedisStart.passwordFile(config);
  }

  /** Syncs the data and stops the server; returns when it has ended. Idempotent. */
  public void stop() {
    process.stop(GRACE);
  }

  @Override
  public void close() {
    stop();
  }
}
