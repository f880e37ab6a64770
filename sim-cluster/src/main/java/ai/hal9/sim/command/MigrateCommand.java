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

  @Option(names = "--from", paramLabel = "FILE", description = "The SQLite file.")
  private @Nullable Path from;

  @Option(
      names = "--to",
      paramLabel = "JDBC-URL",
      description =
          "Another cluster's only PostgreSQL, as jdbc:postgresql://HOST:PORT/DATABASE (default: the"
              + " local cluster).")
  private @Nullable String to;

  @Option(
      names = "--config",
      paramLabel = "NODE.YAML",
      description =
          "In place of --to, where signals are spread over several PostgreSQL: the configuration of"
              + " one of that cluster's nodes.")
  private @Nullable Path config;

  @Option(
      names = "--username",
      paramLabel = "USER",
      description = "With --to: who to connect as (default: hal9).")
  private @Nullable String username;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "With --to: holds the password on its first line.")
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
    if (to != null && config != null) {
      throw wrong("--to and --config exclude one another");
    }
    if (to == null && (username != null || passwordFile != null)) {
      throw wrong("--username and --password-file go with --to");
    }
    if (to == null) {
      arguments.addAll(List.of("--config", nodeConfig().toAbsolutePath().toString()));
      return;
    }
    arguments.addAll(List.of("--to", to));
    if (username != null) {
      arguments.addAll(List.of("--username", username));
    }
    if (passwordFile != null) {
      if (!Files.isReadable(passwordFile)) {
        throw wrong("cannot read the password in %s".formatted(passwordFile));
      }
      arguments.addAll(List.of("--password-file", passwordFile.toAbsolutePath().toString()));
    }
  }

  /** It says where all shards are. */
  private Path nodeConfig() {
    if (config != null) {
      return config;
    }
    return switch (Target.running(control.get(), name.get(), "another PostgreSQL with --to")) {
      case Target.Cluster(var state) ->
          control
              .get()
              .directory(state.name())
              .config()
              .resolve(state.nodes().getFirst().name() + ".yaml");
      case Target.Address _ -> throw wrong("--to JDBC-URL is missing");
    };
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
