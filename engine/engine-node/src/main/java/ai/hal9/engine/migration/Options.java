package ai.hal9.engine.migration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param from the SQLite file
 * @param to the JDBC URL of PostgreSQL; empty only in a dry run
 * @param passwordFile holds the password on its first line; empty for none
 * @param skipBad where rows that cannot be moved are written; empty to stop at them
 * @param chunkRows how many rows a transaction has at most
 * @param verify to compare again what was moved before
 * @param restart to begin anew although the file has changed since a migration began
 */
record Options(
    Path from,
    Optional<String> to,
    String username,
    Optional<Path> passwordFile,
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
      Set.of("--from", "--to", "--username", "--password-file", "--skip-bad", "--chunk-rows");

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
    var to = Optional.ofNullable(values.get("--to"));
    if (to.isEmpty() && !flags.contains("--dry-run")) {
      throw MigrationException.usage("--to JDBC-URL is missing");
    }
    if (to.isPresent() && !to.get().startsWith("jdbc:postgresql:")) {
      throw MigrationException.usage(
          "--to is not of the form jdbc:postgresql://HOST:PORT/DATABASE");
    }
    return new Options(
        Path.of(from),
        to,
        values.getOrDefault("--username", "hal9"),
        Optional.ofNullable(values.get("--password-file")).map(Path::of),
        Optional.ofNullable(values.get("--skip-bad")).map(Path::of),
        chunkRows(values.getOrDefault("--chunk-rows", "10000")),
        flags.contains("--dry-run"),
        flags.contains("--verify"),
        flags.contains("--restart"),
        flags.contains("--json"),
        flags.contains("--terminal"));
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
