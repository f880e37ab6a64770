package ai.hal9.stores.redis;

import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Remnants;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
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
  private static final Duration PROMPT = Duration.ofSeconds(1);

  private final RedisConfig config;
  private volatile Role role;
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
    start.requirePrimary();
    return new RedisServer(config, Role.PRIMARY, start.run(Map.of(), "role:master"));
  }

  /**
   * Starts a primary with the data of a replica that was chosen to be it. The former primary must
   * be fenced.
   *
   * @throws StoreException if it cannot; no process is left then
   */
  public static RedisServer startPromoted(RedisConfig config, RedisBinary binary, Spawner spawner) {
    var start = new RedisStart(config, binary, spawner);
    var server = new RedisServer(config, Role.PRIMARY, start.run(Map.of(), "role:master"));
    RedisStart.unmark(config);
    return server;
  }

  /** Whether the directory holds the data of a replica, which no start makes a primary's. */
  public static boolean holdsReplica(RedisConfig config) {
    return RedisStart.marked(config);
  }

  /**
   * Starts a replica. Returns when its link to the primary is up.
   *
   * @throws StoreException if it cannot; no process is left then
   */
  public static RedisServer startReplica(
      RedisConfig config, RedisServer primary, RedisBinary binary, Spawner spawner) {
    var start = new RedisStart(config, binary, spawner);
    RedisStart.mark(config);
    // whoever knows the primary's password knows it of what takes its place
    RedisStart.copyPassword(primary.config(), config);
    Map<String, String> role = Map.of("replicaof", "127.0.0.1 " + primary.port());
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
    return passwordFile(config);
  }

  /** Holds the password of such a server. */
  public static Path passwordFile(RedisConfig config) {
    return RedisStart.passwordFile(config);
  }

  /**
   * Makes a replica a primary; returns when it takes writes. The former primary must be gone.
   *
   * @throws StoreException if the server does not answer or refuses
   */
  public void promote() {
    try (var connection = connect()) {
      connection.command("REPLICAOF", "NO", "ONE");
      role = Role.PRIMARY;
    } catch (IOException e) {
      throw silent(e);
    }
    RedisStart.unmark(config);
  }

  /**
   * Ends the server by force, with every process of it: nothing is acknowledged any more.
   *
   * @throws StoreException if a process of it does not end
   */
  public void end() {
    process.kill();
    try {
      Remnants.end(RedisStart.data(config), RedisStart.PROGRAMS);
    } catch (IOException e) {
      throw StoreException.unusable(config.directory(), e);
    }
  }

  /**
   * Ends the server as {@link #end} does, and marks its data as a replica's, so that it never
   * starts as a primary until it has followed one and been promoted in its turn.
   *
   * @throws StoreException if a process of it does not end, or its data cannot be marked
   */
  public void fence() {
    end();
    RedisStart.mark(config);
  }

  /**
   * How far what a primary writes has come, or a replica has received it. An answer takes a second
   * at most.
   *
   * @throws StoreException if the server does not answer
   */
  public RedisShipping shipping() {
    try (var connection = connect()) {
      return RedisShipping.of(connection.command("INFO", "replication"));
    } catch (IOException e) {
      throw silent(e);
    }
  }

  /** Syncs the data and stops the server; returns when it has ended. Idempotent. */
  public void stop() {
    process.stop(GRACE);
  }

  @Override
  public void close() {
    stop();
  }

  private RespConnection connect() throws IOException {
    return new RespConnection(port(), RedisStart.password(passwordFile()), PROMPT);
  }

  private StoreException silent(IOException e) {
    return new StoreException(
        StoreException.Code.UNREACHABLE,
        "%s does not answer: %s".formatted(process, String.valueOf(e.getMessage())),
        e);
  }
}
