package ai.hal9.stores.redis;

import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.file.SecretFile;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.PidFile;
import ai.hal9.stores.process.Readiness;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Starts one server. */
final class RedisStart {

  /** How the name of a server's program may begin. */
  static final String[] PROGRAMS = {"redis", "valkey"};

  private final RedisConfig config;
  private final RedisBinary binary;
  private final Spawner spawner;

  RedisStart(RedisConfig config, RedisBinary binary, Spawner spawner) {
    this.config = config;
    this.binary = binary;
    this.spawner = spawner;
  }

  static Path passwordFile(RedisConfig config) {
    return config.directory().resolve("redis.password");
  }

  static Path data(RedisConfig config) {
    return config.directory().resolve("data");
  }

  /** While it is there the data are a replica's. */
  private static Path signal(RedisConfig config) {
    return config.directory().resolve("replica.signal");
  }

  static boolean marked(RedisConfig config) {
    return Files.exists(signal(config));
  }

  /** Marks the data as a replica's; returns when the mark is on the disk. */
  static void mark(RedisConfig config) {
    try {
      Files.createDirectories(config.directory());
      try (var channel =
          FileChannel.open(signal(config), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw StoreException.unusable(config.directory(), e);
    }
  }

  static void unmark(RedisConfig config) {
    try {
      Files.deleteIfExists(signal(config));
    } catch (IOException e) {
      throw StoreException.unusable(config.directory(), e);
    }
  }

  /**
   * Checks that the data are not a replica's, or those of a primary that was fenced.
   *
   * @throws StoreException if they are
   */
  void requirePrimary() {
    if (marked(config)) {
      throw new StoreException(
          StoreException.Code.DATA_INCOMPATIBLE,
          "%s holds the data of a replica; give the primary another directory, or delete that one"
              .formatted(data(config)));
    }
  }

  static void copyPassword(RedisConfig from, RedisConfig to) {
    try {
      new SecretFile(passwordFile(to)).write(password(passwordFile(from)));
    } catch (IOException e) {
      throw StoreException.unusable(to.directory(), e);
    }
  }

  static String password(Path file) {
    try {
      return SecretFile.random(file).read();
    } catch (IOException e) {
      throw StoreException.unusable(file, e);
    }
  }

  /**
   * Runs the server.
   *
   * @param role the lines of redis.conf that make it a primary or a replica
   * @param sign what {@code INFO replication} says once it is ready
   */
  ChildProcess run(Map<String, String> role, String sign) {
    Path data = data(config);
    var file = new SecretFile(config.directory().resolve("redis.conf"));
    String password;
    try {
      Files.createDirectories(data);
      requireUnused(data);
      FreePorts.requireFree(config.port(), config.name());
      password = password(passwordFile(config));
      file.write(text(data, password, role));
    } catch (IOException e) {
      throw StoreException.unusable(config.directory(), e);
    }
    // It is killed with this JVM: asked to end while it writes its first append-only file it
    // refuses,
    // once and for all. What it has appended is with the kernel, and survives that.
    ChildProcess process =
        spawner.start(
            ChildSpec.of(
                    config.name(),
                    config.directory(),
                    List.of(binary.file().toString(), file.path().toString()))
                .withLog(config.directory().resolve("redis.log")));
    Readiness.await(process, config.startTimeout(), () -> ready(password, sign));
    return process;
  }

  private void requireUnused(Path data) throws IOException {
    OptionalLong owner = new PidFile(pidFile()).livingOwner(PROGRAMS);
    if (owner.isPresent()) {
      throw StoreException.inUse("Redis", data, owner.getAsLong());
    }
  }

  private Path pidFile() {
    return config.directory().resolve("redis.pid");
  }

  private boolean ready(String password, String sign) {
    try (var connection = new RespConnection(config.port(), password)) {
      return connection.command("PING").equals("PONG")
          && connection.command("INFO", "persistence").contains("loading:0")
          && connection.command("INFO", "replication").contains(sign);
    } catch (IOException e) {
      // not yet
      return false;
    }
  }

  private String text(Path data, String password, Map<String, String> role) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("bind", "127.0.0.1");
    settings.put("port", Integer.toString(config.port()));
    settings.put("dir", quoted(data.toString()));
    settings.put("daemonize", "no");
    settings.put("pidfile", quoted(pidFile().toString()));
    settings.put("requirepass", password);
    settings.put("masterauth", password);
    settings.put("appendonly", config.appendOnly() ? "yes" : "no");
    settings.put("appendfsync", "everysec");
    settings.put("save", "\"\"");
    settings.put("maxmemory", config.maxMemoryMib() + "mb");
    settings.put("maxmemory-policy", config.eviction());
    settings.put("repl-diskless-sync", "yes");
    settings.put("repl-diskless-sync-delay", "0");
    settings.putAll(role);
    settings.putAll(config.settings());
    return settings.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining("\n", "# written at each start\n", "\n"));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
