package ai.hal9.stores.postgres;

import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a server's postgresql.conf and pg_hba.conf, anew at each start. */
final class ConfigFiles {

  private static final int FIRST_WITH_INIT_SYNC = 14;
  private static final int FIRST_WITH_IO_METHOD = 18;

  private static final String ACCESS =
      """
      # written at each start
      host all         all 127.0.0.1/32 scram-sha-256
      host replication all 127.0.0.1/32 scram-sha-256
      """;

  /** As it is written here; what initdb writes has no quotes. */
  private static final Pattern CONNECTIONS =
      Pattern.compile("^max_connections = '([0-9]{1,9})'$", Pattern.MULTILINE);

  private ConfigFiles() {}

  /**
   * Writes both. Connections are never fewer than these data have been served with: their log may
   * tell a standby of that many, and one with fewer would refuse to start.
   */
  static void write(PostgresConfig config, Path data, int majorVersion, Map<String, String> role)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(settings(config));
    if (majorVersion >= FIRST_WITH_IO_METHOD) {
      settings.put("io_method", "sync");
    }
    if (Platform.current().linux() && majorVersion >= FIRST_WITH_INIT_SYNC) {
      // after a crash: one call instead of one for each of a thousand files
      settings.put("recovery_init_sync_method", "syncfs");
    }
    settings.putAll(role);
    settings.putAll(config.settings());
    settings.merge("max_connections", Integer.toString(connections(data)), ConfigFiles::larger);
    String text =
        settings.entrySet().stream()
            .map(e -> "%s = '%s'".formatted(e.getKey(), e.getValue().replace("'", "''")))
            .collect(Collectors.joining("\n", "# written at each start\n", "\n"));
    Files.writeString(data.resolve("postgresql.conf"), text);
    Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
  }

  /** How many connections the server of these data last allowed; 0 before its first start. */
  static int connections(Path data) throws IOException {
    Path file = data.resolve("postgresql.conf");
    if (!Files.exists(file)) {
      return 0;
    }
    var matcher = CONNECTIONS.matcher(Files.readString(file));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private static String larger(String one, String other) {
    return Integer.parseInt(one) < Integer.parseInt(other) ? other : one;
  }

  private static Map<String, String> settings(PostgresConfig config) {
    return Map.ofEntries(
        Map.entry("cluster_name", config.name()),
        Map.entry("listen_addresses", "127.0.0.1"),
        Map.entry("port", Integer.toString(config.port())),
        Map.entry("unix_socket_directories", ""),
        Map.entry("max_connections", Integer.toString(config.maxConnections())),
        Map.entry("password_encryption", "scram-sha-256"),
        Map.entry("shared_buffers", config.sharedBuffersMib() + "MB"),
        Map.entry("wal_buffers", "8MB"),
        Map.entry("jit", "off"),
        // an acknowledged row survives a crash
        Map.entry("fsync", "on"),
        Map.entry("synchronous_commit", "on"),
        Map.entry("full_page_writes", "on"),
        // replication; a standby that stays away does not fill the disk
        Map.entry("wal_level", "replica"),
        Map.entry("hot_standby", "on"),
        // a standby looks this often for a primary that is away
        Map.entry("wal_retrieve_retry_interval", "500ms"),
        Map.entry("max_wal_senders", "10"),
        Map.entry("max_replication_slots", "10"),
        Map.entry("max_slot_wal_keep_size", "2GB"),
        // few checkpoints: each makes the next write of every page a whole page of log
        Map.entry("max_wal_size", "2GB"),
        Map.entry("min_wal_size", "128MB"),
        Map.entry("checkpoint_timeout", "15min"),
        Map.entry("wal_compression", "on"),
        Map.entry("log_destination", "stderr"),
        Map.entry("logging_collector", "off"),
        Map.entry("log_line_prefix", "%m [%p] "),
        Map.entry("log_timezone", "UTC"),
        Map.entry("timezone", "UTC"),
        Map.entry("log_lock_waits", "on"),
        Map.entry("lc_messages", "C"));
  }
}
