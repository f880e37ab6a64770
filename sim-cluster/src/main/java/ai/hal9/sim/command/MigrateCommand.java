package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.MigrationJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves a SQLite file into PostgreSQL, in a process of the engine's. */
@Command(
    name = "migrate",
    description =
        "Move users, neurons, signals and games from a SQLite file into PostgreSQL. Stopped, it"
            + " goes on where it was when it is run again.",
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

  /** Users and games are there, and everything where there is no other. */
  private static final String FIRST_SHARD = "postgres";

  @Option(names = "--from", paramLabel = "FILE", description = "The SQLite file.")
  private @Nullable Path from;

  @Option(
      names = "--to",
      paramLabel = "JDBC-URL",
      description =
          "The PostgreSQL, as jdbc:postgresql://HOST:PORT/DATABASE (default: the local cluster's).")
  private @Nullable String to;

  @Option(
      names = "--username",
      paramLabel = "USER",
      description = "Who to connect as (default: ${DEFAULT-VALUE}).")
  private String username = "hal9";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the password on its first line.")
  private @Nullable Path passwordFile;

  @Mixin private ClusterName name = new ClusterName();

  @Option(
      names = "--dry-run",
      description = "Read and check everything; write nothing. Exits with 1 if rows are bad.")
  private boolean dryRun;

  @Option(
      names = "--skip-bad",
      paramLabel = "FILE",
      description = "Write rows that cannot be moved to FILE, with the reason, and move the rest.")
  private @Nullable Path skipBad;

  @Option(
      names = "--verify",
      description = "Compare again what was moved before with what PostgreSQL has now.")
  private boolean verify;

  @Option(
      names = "--restart",
      description = "Begin anew although the file has changed since its migration began.")
  private boolean restart;

  @Option(
      names = "--chunk-rows",
      paramLabel = "N",
      description = "Rows a transaction has at most, 1 to 50000 (default: ${DEFAULT-VALUE}).")
  private int chunkRows = 10_000;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  private final Output output;
  private final Supplier<ClusterControl> control;

  MigrateCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (from == null) {
      throw wrong("--from FILE is missing");
    }
    if (!Files.isRegularFile(from) || !Files.isReadable(from)) {
      throw wrong("--from %s is no file that can be read".formatted(from));
    }
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("--from", from.toAbsolutePath().toString()));
    arguments.addAll(List.of("--chunk-rows", Integer.toString(chunkRows)));
    if (!dryRun) {
      target(arguments);
    }
    if (skipBad != null) {
      arguments.addAll(List.of("--skip-bad", skipBad.toAbsolutePath().toString()));
    }
    flag(arguments, dryRun, "--dry-run");
    flag(arguments, verify, "--verify");
    flag(arguments, restart, "--restart");
    flag(arguments, json, "--json");
    flag(arguments, output.terminal(), "--terminal");
    return run(arguments);
  }

  @Command(
      name = "sample",
      description = "Make a SQLite file with the tables that can be moved, filled by chance.",
      mixinStandardHelpOptions = true)
  int sample(
      @Parameters(paramLabel = "FILE", description = "A file that is not there yet.") Path file,
      @Option(
              names = "--signals",
              defaultValue = "10000",
              description = "How many (default: ${DEFAULT-VALUE}).")
          long signals,
      @Option(
              names = "--users",
              defaultValue = "100",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int users,
      @Option(
              names = "--games",
              defaultValue = "100",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int games,
      @Option(
              names = "--seed",
              defaultValue = "1",
              description = "The same seed makes the same rows (default: ${DEFAULT-VALUE}).")
          long seed)
      throws IOException, InterruptedException {
    return run(
        List.of(
            "sample",
            file.toAbsolutePath().toString(),
            Long.toString(signals),
            Integer.toString(users),
            Integer.toString(games),
            Long.toString(seed)));
  }

  private void target(List<String> arguments) {
    var address = to;
    var password = passwordFile;
    if (address == null) {
      var cluster = Target.running(control.get(), name.get(), "another PostgreSQL with --to");
      if (!(cluster instanceof Target.Cluster(var state))) {
        throw wrong("--to JDBC-URL is missing");
      }
      var primary =
          state.postgres().stream()
              .filter(store -> store.store().equals(FIRST_SHARD))
              .filter(store -> store.role().equals("primary") && store.pid() != 0)
              .findFirst()
              .orElseThrow(() -> wrong("the cluster's PostgreSQL does not run"));
      var own = control.get().directory(state.name()).databasePassword();
      address = "jdbc:postgresql://127.0.0.1:%d/hal9".formatted(primary.port());
      password = password == null ? own : password;
    }
    if (password != null && !Files.isReadable(password)) {
      throw wrong("cannot read the password in %s".formatted(password));
    }
    arguments.addAll(List.of("--to", address, "--username", username));
    if (password != null) {
      arguments.addAll(List.of("--password-file", password.toAbsolutePath().toString()));
    }
  }

  private static int run(List<String> arguments) throws IOException, InterruptedException {
    var command = MigrationJvm.of(Installation.current()).command(arguments);
    var migration = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      migration.destroy();
                      migration.onExit().join();
                    }));
    return migration.waitFor();
  }

  private static void flag(List<String> arguments, boolean wanted, String flag) {
    if (wanted) {
      arguments.add(flag);
    }
  }

  private static SimException wrong(String message) {
    return new SimException(SimException.Code.CONFIGURATION, message);
  }
}
