package ai.hal9.engine.migration;

import ai.hal9.engine.config.ConfigFile;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.config.NodeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked for.
 *
 * @param from the SQLite file
 * @param database where rows go; empty only in a dry run
 * @param skipBad where rows that cannot be moved are written; empty to stop at them
 * @param chunkRows how many rows a transaction has at most
 * @param verify to compare again what was moved before
 * @param restart to begin anew although the file has changed since a migration began
 */
record Options(
    Path from,
    Optional<NodeConfig.Database> database,
    Optional<Path> skipBad,
    int chunkRows,
    boolean dryRun,
    boolean verify,
    boolean restart,
    boolean json,
    boolean terminal) {

  private static final int MOST_CHUNK_ROWS = 50_000;
  private static final Set<String> FLAGS =
      Set.of("--dry-run", "--verify", "--restart", "--json", "--terminal");
  private static final Set<String> VALUES =
      Set.of(
          "--from",
          "--config",
          "--to",
          "--username",
          "--password-file",
          "--skip-bad",
          "--chunk-rows");

  /** Reads a command line. */
  static Options of(List<String> words) {
    Map<String, String> values = new HashMap<>();
    Set<String> flags = new HashSet<>();
    var rest = words.iterator();
    while (rest.hasNext()) {
      var word = rest.next();
      if (FLAGS.contains(word)) {
        flags.add(word);
      } else if (VALUES.contains(word) && rest.hasNext()) {
        values.put(word, rest.next());
      } else {
        throw MigrationException.usage("unknown option, or one without its value: " + word);
      }
    }
    var from = values.get("--from");
    if (from == null) {
      throw MigrationException.usage("--from FILE is missing");
    }
    var database = database(values);
    if (database.isEmpty() && !flags.contains("--dry-run")) {
      throw MigrationException.usage("--config FILE or --to JDBC-URL is missing");
    }
    return new Options(
        Path.of(from),
        database,
        Optional.ofNullable(values.get("--skip-bad")).map(Path::of),
        chunkRows(values.getOrDefault("--chunk-rows", "10000")),
        flags.contains("--dry-run"),
        flags.contains("--verify"),
        flags.contains("--restart"),
        flags.contains("--json"),
        flags.contains("--terminal"));
  }

  private static Optional<NodeConfig.Database> database(Map<String, String> values) {
    var config = values.get("--config");
    var to = values.get("--to");
    if (config != null && to != null) {
      throw MigrationException.usage("--config and --to exclude one another");
    }
    if (to == null && (values.containsKey("--username") || values.containsKey("--password-file"))) {
      throw MigrationException.usage("--username and --password-file go with --to");
    }
    if (config != null) {
      return Optional.of(database(Path.of(config)));
    }
    if (to == null) {
      return Optional.empty();
    }
    if (!to.startsWith("jdbc:postgresql:")) {
      throw MigrationException.usage(
          "--to is not of the form jdbc:postgresql://HOST:PORT/DATABASE");
    }
    var passwordFile = values.get("--password-file");
    return Optional.of(
        new NodeConfig.Database(
            to,
            values.getOrDefault("--username", "hal9"),
            passwordFile == null ? null : Path.of(passwordFile)));
  }

  private static NodeConfig.Database database(Path config) {
    return switch (ConfigFile.read(config, System.getenv())) {
      case ConfigReading.Refused(var problems) ->
          throw MigrationException.usage(
              problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
      case ConfigReading.Accepted(var read) -> read.database();
    };
  }

  private static int chunkRows(String text) {
    try {
      var rows = Integer.parseInt(text);
      if (rows >= 1 && rows <= MOST_CHUNK_ROWS) {
        return rows;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw MigrationException.usage("--chunk-rows is 1 to " + MOST_CHUNK_ROWS);
  }
}
