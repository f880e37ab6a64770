package ai.hal9.stores.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One Redis server.
 *
 * @param name what messages call it
 * @param directory holds the data, the log, the configuration and the password file
 * @param port on 127.0.0.1
 * @param appendOnly whether every write goes to the append-only file, synced each second; default
 *     true
 * @param maxMemoryMib MiB, at least 1; default 64
 * @param eviction what happens at {@code maxMemoryMib}, in Redis's words; default {@code
 *     allkeys-lru}
 * @param startTimeout includes the loading of the data; default 30 s
 * @param settings lines of redis.conf that replace this module's own
 */
public record RedisConfig(
    String name,
    Path directory,
    int port,
    boolean appendOnly,
    int maxMemoryMib,
    String eviction,
    Duration startTimeout,
    Map<String, String> settings) {

  private static final int DEFAULT_MEMORY = 64;
  private static final int DURABLE_MEMORY = 256;
  private static final int MAX_PORT = 65_535;

  public RedisConfig {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port is 1 to 65535: " + port);
    }
    if (maxMemoryMib < 1) {
      throw new IllegalArgumentException("maxmemory is at least 1 MiB: " + maxMemoryMib);
    }
    directory = directory.toAbsolutePath();
    settings = Map.copyOf(settings);
  }

  /** A server with the defaults. */
  public static RedisConfig of(String name, Path directory, int port) {
    return new RedisConfig(
        name,
        directory,
        port,
        true,
        DEFAULT_MEMORY,
        "allkeys-lru",
        Duration.ofSeconds(30),
        Map.of());
  }

  /**
   * A server that loses nothing it has acknowledged: it evicts nothing (256 MiB, then it refuses),
   * and syncs its append-only file before it answers.
   */
  public static RedisConfig durable(String name, Path directory, int port) {
    return of(name, directory, port)
        .withMaxMemoryMib(DURABLE_MEMORY)
        .withEviction("noeviction")
        .with("appendfsync", "always");
  }

  public RedisConfig withAppendOnly(boolean appendOnly) {
    return new RedisConfig(
        name, directory, port, appendOnly, maxMemoryMib, eviction, startTimeout, settings);
  }

  public RedisConfig withMaxMemoryMib(int maxMemoryMib) {
    return new RedisConfig(
        name, directory, port, appendOnly, maxMemoryMib, eviction, startTimeout, settings);
  }

  public RedisConfig withEviction(String eviction) {
    return new RedisConfig(
        name, directory, port, appendOnly, maxMemoryMib, eviction, startTimeout, settings);
  }

  public RedisConfig withStartTimeout(Duration startTimeout) {
    return new RedisConfig(
        name, directory, port, appendOnly, maxMemoryMib, eviction, startTimeout, settings);
  }

  /** Adds or replaces one line of redis.conf. */
  public RedisConfig with(String setting, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(setting, value);
    return new RedisConfig(
        name, directory, port, appendOnly, maxMemoryMib, eviction, startTimeout, more);
  }
}
