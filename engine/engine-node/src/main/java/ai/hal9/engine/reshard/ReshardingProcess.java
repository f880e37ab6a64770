package ai.hal9.engine.reshard;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.engine.config.ConfigFile;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.reshard.Resharding.Progress;
import ai.hal9.engine.store.ShardCatalogue;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The process behind {@code hal9 shards add}: {@code --config FILE --id N --primary JDBC-URL
 * [--username USER] [--password-file FILE] [--replicas LIST] [--json yes] [--owner PID]}. The
 * result goes to standard output, all else to standard error. Exits with 0 when all is moved, 1
 * when not, 2 when the command line is wrong. Ends at once, wherever it is, when its owner has
 * ended: who started it anew would else find it done and add yet another shard.
 */
public final class ReshardingProcess {

  private static final int FAILED = 1;
  private static final int WRONG = 2;
  private static final long ROWS_A_WORD = 10_000;

  private ReshardingProcess() {}

  public static void main(String[] arguments) {
    PlainFigures.everywhere();
    var out = System.out;
    // loggers speak there too, and results are for programs
    System.setOut(System.err);
    System.exit(run(List.of(arguments), System.getenv(), out, System.err));
  }

  static int run(
      List<String> words, Map<String, String> environment, PrintStream out, PrintStream err) {
    var options = new HashMap<String, String>();
    for (var i = 0; i + 1 < words.size(); i += 2) {
      options.put(words.get(i), words.get(i + 1));
    }
    var owner = options.get("--owner");
    if (owner != null) {
      endWith(Long.parseLong(owner));
    }
    var file = options.get("--config");
    var id = options.getOrDefault("--id", "");
    var primary = options.get("--primary");
    if (file == null || primary == null || !id.matches("[1-9]\\d{0,2}")) {
      err.println("hal9 shards add: --config FILE, --id N and --primary JDBC-URL are needed");
      return WRONG;
    }
    return switch (ConfigFile.read(Path.of(file), environment)) {
      case ConfigReading.Refused(var problems) -> {
        problems.forEach(problem -> err.println("hal9 shards add: " + problem));
        yield WRONG;
      }
      case ConfigReading.Accepted(var config) ->
          add(
              config.database(),
              new ShardCatalogue.Entry(
                  Integer.parseInt(id),
                  primary,
                  options.getOrDefault("--username", config.database().username()),
                  password(options.get("--password-file"), config.database()),
                  options.getOrDefault("--replicas", "")),
              options.containsKey("--json"),
              out,
              err);
    };
  }

  private static void endWith(long owner) {
    var _ =
        ProcessHandle.of(owner)
            .map(ProcessHandle::onExit)
            .orElseGet(() -> CompletableFuture.completedFuture(ProcessHandle.current()))
            .thenRun(() -> Runtime.getRuntime().halt(FAILED));
  }

  private static @Nullable Path password(@Nullable String file, NodeConfig.Database database) {
    return file == null ? database.passwordFile() : Path.of(file).toAbsolutePath();
  }

  private static int add(
      NodeConfig.Database database,
      ShardCatalogue.Entry entry,
      boolean json,
      PrintStream out,
      PrintStream err) {
    var resharding =
        new Resharding(
            new Servers(database, "hal9-shards"),
            new Words(err),
            Resharding.Steps.NONE,
            Resharding.Pace.STANDARD,
            Clock.systemUTC());
    try {
      tell(entry.id(), resharding.add(entry), json, out);
      return 0;
    } catch (ReshardingException e) {
      err.println("hal9 shards add: " + e.getMessage());
    } catch (SQLException e) {
      err.println("hal9 shards add: " + e.getMessage() + "; run it again to go on");
    }
    return FAILED;
  }

  private static void tell(int shard, List<Moved> moved, boolean json, PrintStream out) {
    if (json) {
      out.println(
          moved.stream()
              .map(
                  from ->
                      "{\"source\":%d,\"slots\":%d,\"rows\":%d,\"checksum\":\"%016x\",\"held_ms\":%d}"
                          .formatted(
                              from.source(),
                              from.slots(),
                              from.rows(),
                              from.checksum(),
                              from.heldMillis()))
              .collect(
                  Collectors.joining(",", "{\"shard\":%d,\"moved\":[".formatted(shard), "]}")));
    } else {
      moved.forEach(
          from ->
              out.println(
                  String.format(
                      Locale.ROOT,
                      "from shard %d: %d slots, %,d rows equal (checksum %016x), held for %d ms",
                      from.source(),
                      from.slots(),
                      from.rows(),
                      from.checksum(),
                      from.heldMillis())));
      out.println("shard " + shard + " has its share");
    }
    out.flush();
  }

  /** Progress for a person. */
  private static final class Words implements Progress {

    private final PrintStream err;
    private long told;

    Words(PrintStream err) {
      this.err = err;
    }

    @Override
    public void step(String text) {
      told = 0;
      err.println(text);
    }

    @Override
    public void rows(String what, long rows) {
      if (rows - told >= ROWS_A_WORD) {
        told = rows;
        err.printf(Locale.ROOT, "%s: %,d rows%n", what, rows);
      }
    }
  }
}
