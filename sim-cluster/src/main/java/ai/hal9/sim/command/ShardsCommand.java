package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.cluster.AddedShard;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.ReshardingJvm;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.Shards;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists a cluster's shards, and adds one. */
@Command(
    name = "shards",
    description = "List the PostgreSQL shards of a running cluster, with their users and rows.",
    mixinStandardHelpOptions = true)
final class ShardsCommand implements Callable<Integer> {

  private static final String ROW = "%-6s %-8s %6s %12s %10s";
  private static final Duration START = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 100;

  @Mixin private ClusterName name = new ClusterName();

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  private final Output output;
  private final Supplier<ClusterControl> control;

  ShardsCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var shards = shards(running(name.get()));
    if (json) {
      output.json(shards);
      return ExitCode.DONE;
    }
    output.result("shard map %d".formatted(shards.mapVersion()));
    output.result(ROW.formatted("SHARD", "STATE", "SLOTS", "ROWS", "USERS"));
    for (var shard : shards.shards()) {
      output.result(
          ROW.formatted(
              shard.id(),
              shard.up() ? "up" : "down",
              shard.slots(),
              shard.up() ? shard.rows() : "-",
              shard.up() ? shard.users() : "-"));
    }
    if (shards.movingTo() >= 0) {
      output.message(
          "shard %d has not got its whole share; go on with: hal9 shards add"
              .formatted(shards.movingTo()));
    }
    return ExitCode.DONE;
  }

  /** Adds a shard. */
  @Command(
      name = "add",
      description = {
        "Start another PostgreSQL in a running cluster and move its share of the users to it, while"
            + " they are served. Stopped, it goes on where it was when it is run again."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Mixin ClusterName cluster,
      @Option(names = "--json", description = "Print what was moved as JSON.") boolean asJson)
      throws IOException, InterruptedException {
    var state = running(cluster.get());
    var directory = control.get().directory(cluster.get());
    var known = shards(state);
    var id =
        known.movingTo() >= 0
            ? known.movingTo()
            : known.shards().stream().mapToInt(Shards.Shard::id).max().orElse(0) + 1;
    output.message("starting PostgreSQL for shard " + id);
    var shard = started(directory.orders(), id);
    if (shard.problem() != null) {
      throw new SimException(
          SimException.Code.START_FAILED, "shard %d: %s".formatted(id, shard.problem()));
    }
    var node = state.nodes().getFirst().name();
    return move(shard, directory.config().resolve(node + ".yaml"), asJson);
  }

  private static int move(AddedShard shard, Path nodeConfig, boolean asJson)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("--config", nodeConfig.toString()));
    arguments.addAll(List.of("--id", Integer.toString(shard.id())));
    arguments.addAll(List.of("--primary", shard.primary()));
    arguments.addAll(List.of("--password-file", shard.passwordFile()));
    arguments.addAll(List.of("--replicas", shard.replicas()));
    arguments.addAll(List.of("--owner", Long.toString(ProcessHandle.current().pid())));
    if (asJson) {
      arguments.addAll(List.of("--json", "yes"));
    }
    var process =
        new ProcessBuilder(ReshardingJvm.command(Installation.current(), arguments))
            .inheritIO()
            .start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private AddedShard started(Path orders, int id) throws IOException, InterruptedException {
    var order = orders.resolve("shard-" + id);
    var answer = orders.resolve("shard-" + id + ".json");
    if (!ordered(order, answer)) {
      output.message("shard %d is being started already; waiting for that".formatted(id));
    }
    var deadline = System.nanoTime() + START.toNanos();
    while (!Files.exists(answer)) {
      if (System.nanoTime() > deadline) {
        throw new SimException(
            SimException.Code.START_FAILED,
            "the cluster's supervisor does not start shard %d; see: hal9 logs supervisor"
                .formatted(id));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return SimJson.LINE.readValue(Files.readString(answer), AddedShard.class);
  }

  /** Gives the order; false where it was given before and is not answered yet. */
  private static boolean ordered(Path order, Path answer) throws IOException {
    if (Files.exists(order)) {
      return false;
    }
    Files.deleteIfExists(answer);
    try {
      Files.createFile(order);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private ClusterState running(@Nullable String cluster) {
    return switch (Target.running(control.get(), cluster)) {
      case Target.Cluster(var state) -> state;
      case Target.Address _ -> throw new IllegalStateException("a local cluster was asked for");
    };
  }

  private static Shards shards(ClusterState state) throws IOException, InterruptedException {
    try (var http = HomeTrust.client()) {
      return new ClusterApi(http, new Target.Cluster(state).address()).shards();
    }
  }
}
