package ai.hal9.engine.migration;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.engine.store.SlotFence;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sqlite.SQLiteException;

/**
 * The process behind {@code hal9 migrate}: {@code --from FILE --config FILE …} or {@code --from
 * FILE --to JDBC-URL …} moves a file, {@code sample FILE …} makes one to try it with. Results go to
 * standard output, all else to standard error. Exits with 0 when all is done and equal, 1 when not,
 * 2 when the command line or the source is wrong.
 */
public final class MigrationProcess {

  private static final int FAILED = 1;

  private MigrationProcess() {}

  public static void main(String[] arguments) {
    PlainFigures.everywhere();
    var out = System.out;
    // loggers speak there too, and results are for programs
    System.setOut(System.err);
    System.exit(run(List.of(arguments), out, System.err));
  }

  static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      if (!words.isEmpty() && words.getFirst().equals("sample")) {
        return Sample.write(words.subList(1, words.size()), out);
      }
      return run(Options.of(words), out, err);
    } catch (MigrationException e) {
      err.println("hal9 migrate: " + e.getMessage());
      return e.exit();
    } catch (SQLiteException e) {
      err.println("hal9 migrate: the source cannot be read: " + e.getMessage());
      return FAILED;
    } catch (SQLException | IOException e) {
      err.println("hal9 migrate: " + said(e) + "; run it again to go on");
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static int run(Options options, PrintStream out, PrintStream err)
      throws SQLException, IOException, InterruptedException {
    var start = System.nanoTime();
    var progress = new Progress(err, options.terminal(), System::nanoTime);
    try (var source = SourceFile.open(options.from())) {
      var migration = new Migration(options, progress, source);
      var results =
          options.dryRun()
              ? rehearse(options, migration)
              : move(options, progress, source, migration);
      tell(options, results, (System.nanoTime() - start) / 1e9, out);
      var complete =
          results.stream()
              .allMatch(
                  result ->
                      options.dryRun()
                          ? result.mark().refused() == 0
                          : result.mark().verified() && result.differing() == 0);
      return complete ? 0 : FAILED;
    }
  }

  private static List<TableResult> rehearse(Options options, Migration migration)
      throws SQLException, IOException, InterruptedException {
    if (options.skipBad().isEmpty()) {
      return migration.rehearse(Refusals.COUNT);
    }
    try (var file = RefusalFile.open(options.skipBad().get(), false)) {
      return migration.rehearse(file::add);
    }
  }

  private static List<TableResult> move(
      Options options, Progress progress, SourceFile source, Migration migration)
      throws SQLException, IOException, InterruptedException {
    try (var destination =
        Destination.open(options.database().orElseThrow(), source, options.restart())) {
      if (destination.finished()) {
        progress.say(
            options.verify()
                ? "moved before; compared again"
                : "moved and compared before; --verify compares it again");
      }
      if (options.skipBad().isEmpty()) {
        return migration.move(destination, Refusals.STOP);
      }
      try (var file = RefusalFile.open(options.skipBad().get(), destination.begun())) {
        return migration.move(destination, file::add);
      }
    }
  }

  private static String said(Exception e) {
    return e instanceof SQLException failed && SlotFence.stopped(failed)
        ? "signals have got another shard since this began"
        : String.valueOf(e.getMessage());
  }

  private static void tell(
      Options options, List<TableResult> results, double seconds, PrintStream out) {
    if (options.json()) {
      out.println(
          results.stream()
              .map(TableResult::json)
              .collect(
                  Collectors.joining(
                      ",",
                      "{\"dry_run\":%b,\"seconds\":%.3f,\"tables\":["
                          .formatted(options.dryRun(), seconds),
                      "]}")));
    } else {
      var lines = new ArrayList<String>();
      lines.add(TableResult.heading());
      results.forEach(result -> lines.add(result.line()));
      lines.forEach(out::println);
    }
    out.flush();
  }
}
