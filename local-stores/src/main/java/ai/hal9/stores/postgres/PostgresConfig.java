package ai.hal9.stores.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One PostgreSQL server.
 *
 * @param name what messages and {@code ps} call it
 * @param directory holds the data, the log and the password files; made where it is missing
 * @param port on 127.0.0.1
 * @param maxConnections at least 5; default 100
 * @param sharedBuffersMib MiB, at least 1; default 32
 * @param startTimeout includes the recovery after a crash; default 60 s
 * @param settings lines of postgresql.conf that replace this module's own
 */
public record PostgresConfig(
    String name,
    Path directory,
    int port,
    int maxConnections,
    int sharedBuffersMib,
    Duration startTimeout,
    Map<String, String> settings) {

  private static final int MIN_CONNECTIONS = 5;
  private static final int DEFAULT_CONNECTIONS = 100;
  private static final int DEFAULT_BUFFERS = 32;
  private static final int MAX_PORT = 65_535;

  public PostgresConfig {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("a name has letters, digits, - and _ only: " + name);
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port is 1 to 65535: " + port);
    }
    if (maxConnections < MIN_CONNECTIONS || sharedBuffersMib < 1) {
      throw new IllegalArgumentException(
          "max_connections is at least %d and shared_buffers 1 MiB: %d, %d"
              .formatted(MIN_CONNECTIONS, maxConnections, sharedBuffersMib));
    }
    directory = directory.toAbsolutePath();
    settings = Map.copyOf(settings);
  }

  /** A server with the defaults. */
  public static PostgresConfig of(String name, Path directory, int port) {
    return new PostgresConfig(
        name,
        directory,
        port,
        DEFAULT_CONNECTIONS,
        DEFAULT_BUFFERS,
        Duration.ofSeconds(60),
        Map.of());
  }

  public PostgresConfig withMaxConnections(int maxConnections) {
    return new PostgresConfig(
        name, directory, port, maxConnections, sharedBuffersMib, startTimeout, settings);
  }

  public PostgresConfig withSharedBuffersMib(int sharedBuffersMib) {
    return new PostgresConfig(
        name, directory, port, maxConnections, sharedBuffersMib, startTimeout, settings);
  }

  public PostgresConfig withStartTimeout(Duration startTimeout) {
    return new PostgresConfig(
        name, directory, port, maxConnections, sharedBuffersMib, startTimeout, settings);
  }

  /** Adds or replaces one line of postgresql.conf. */
  public PostgresConfig with(String setting, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(setting, value);
    return new PostgresConfig(
        name, directory, port, maxConnections, sharedBuffersMib, startTimeout, more);
  }
}
