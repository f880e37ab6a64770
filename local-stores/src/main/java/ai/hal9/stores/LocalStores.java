package ai.hal9.stores;

import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.file.Trees;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL and two Redis on free ports, a cache and a durable one: what a single engine node,
 * a test or a benchmark needs. All sync to disk as in production, and end with this JVM.
 *
 * <pre>{@code
 * try (LocalStores stores = LocalStores.start(directory)) {
 *   DriverManager.getConnection(
 *       stores.postgres().jdbcUrl(),
 *       stores.postgres().username(),
 *       Files.readString(stores.postgres().passwordFile()));
 * }
 * }</pre>
 */
public final class LocalStores implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStores.class);

  private final Spawner spawner;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final RedisServer durableRedis;

  private LocalStores(
      Spawner spawner, PostgresServer postgres, RedisServer redis, RedisServer durableRedis) {
    this.spawner = spawner;
    this.postgres = postgres;
    this.redis = redis;
    this.durableRedis = durableRedis;
  }

  /**
   * Starts all with the data in the directory, where there is any. Returns when all answer.
   *
   * @throws StoreException if one cannot; no process is left then
   */
  public static LocalStores start(Path directory) {
    return start(directory, BinaryCache.standard());
  }

  /**
   * Starts all in a new temporary directory, which is deleted when this JVM ends (or at the
   * operating system's leisure, where it is killed).
   */
  public static LocalStores temporary() {
    try {
      Path directory = Files.createTempDirectory("hal9-stores");
      LocalStores stores = start(directory);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stores.close();
                    deleteQuietly(directory);
                  },
                  "delete-temporary-stores"));
      return stores;
    } catch (IOException e) {
      throw StoreException.unusable(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  /** As {@link #start(Path)}, with the programs unpacked to a cache of the caller's choice. */
  public static LocalStores start(Path directory, BinaryCache cache) {
    List<Integer> ports = FreePorts.several(3);
    var spawner = Spawner.open();
    boolean started = false;
    try {
      var binary = RedisBinary.bundled(cache);
      RedisServer redis =
          RedisServer.startPrimary(
              RedisConfig.of("redis", directory.resolve("redis"), ports.getFirst()),
              binary,
              spawner);
      RedisServer durableRedis =
          RedisServer.startPrimary(
              RedisConfig.durable(
                  "redis-durable", directory.resolve("redis-durable"), ports.get(1)),
              binary,
              spawner);
      PostgresServer postgres =
          PostgresServer.startPrimary(
              PostgresConfig.of("postgres", directory.resolve("postgres"), ports.getLast()),
              PostgresBinaries.bundled(cache),
              spawner);
      started = true;
      return new LocalStores(spawner, postgres, redis, durableRedis);
    } finally {
      if (!started) {
        spawner.close();
      }
    }
  }

  public PostgresServer postgres() {
    return postgres;
  }

  /** The cache. */
  public RedisServer redis() {
    return redis;
  }

  /** Evicts nothing and syncs what it has acknowledged. */
  public RedisServer durableRedis() {
    return durableRedis;
  }

  private static void deleteQuietly(Path directory) {
    try {
      Trees.delete(directory);
    } catch (IOException e) {
      LOG.debug("{} stays", directory, e);
    }
  }

  /** Stops all. The data stays. */
  @Override
  public void close() {
    spawner.close();
  }
}
