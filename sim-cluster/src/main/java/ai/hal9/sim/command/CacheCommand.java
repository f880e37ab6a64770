package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.Warming;
import ai.hal9.sim.telemetry.WarmingApi;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fills a cluster's caches. */
@Command(
    name = "cache",
    description = "Fill the caches of a running cluster's nodes.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class CacheCommand implements Runnable {

  private static final long POLL_MILLIS = 200;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;
  private final Supplier<ClusterControl> control;

  CacheCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "cache what? warm");
  }

  /** Warms all nodes, and waits until they are done. */
  @Command(
      name = "warm",
      description = {
        "Have every node bring the answers of the most recent signals and the neurons' states into its"
            + " cache; ends when all have."
      },
      mixinStandardHelpOptions = true)
  int warm(
      @Mixin ClusterName cluster,
      @Option(names = "--json", description = "Print how far each node came as JSON.") boolean json)
      throws IOException, InterruptedException {
    var address = Target.address(control.get(), cluster.get());
    try (var http = HomeTrust.client()) {
      var members = new ClusterApi(http, address).members();
      var api = new WarmingApi(http, address);
      var warmings = each(members, api::warm);
      while (warmings.values().stream().anyMatch(Warming::running)) {
        output.passing("%,d keys brought".formatted(brought(warmings)));
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        warmings = each(members, api::of);
      }
      if (json) {
        output.json(warmings);
      } else {
        warmings.forEach(this::tell);
      }
      return warmings.values().stream().allMatch(warming -> warming.problem().isEmpty())
          ? ExitCode.DONE
          : ExitCode.FAILED;
    }
  }

  /** What one node is asked. */
  @FunctionalInterface
  private interface Question {
    Warming to(URI node) throws InterruptedException;
  }

  private static Map<String, Warming> each(Map<String, URI> members, Question question)
      throws InterruptedException {
    var all = new TreeMap<String, Warming>();
    for (var member : members.entrySet()) {
      Warming warming;
      try {
        warming = question.to(member.getValue());
      } catch (SimException e) {
        warming = new Warming(0, 0, false, String.valueOf(e.getMessage()));
      }
      all.put(member.getKey(), warming);
    }
    return all;
  }

  private static long brought(Map<String, Warming> warmings) {
    return warmings.values().stream().mapToLong(Warming::brought).sum();
  }

  private void tell(String node, Warming warming) {
    var count = "%s: %,d of %,d keys".formatted(node, warming.brought(), warming.target());
    output.result(warming.problem().isEmpty() ? count : count + "; " + warming.problem());
  }
}
