package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how a cluster is. */
@Command(
    name = "status",
    description = "Show a cluster's processes. Exits with 1 when it does not run.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final String ROW = "%-20s %-11s %8s  %s";

  @Mixin private ClusterName name = new ClusterName();

  @Option(names = "--json", description = "Print the state as JSON.")
  private boolean json;

  private final Output output;
  private final Supplier<ClusterControl> control;

  StatusCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() {
    var clusters = control.get();
    var found = clusters.state(name.get());
    if (found.isEmpty()) {
      var known = clusters.names();
      output.message(
          "there is no cluster %s%s"
              .formatted(
                  name.get(), known.isEmpty() ? "" : "; there is " + String.join(", ", known)));
      Target.othersRunning(clusters, name.get()).ifPresent(output::message);
      return ExitCode.FAILED;
    }
    var state = found.get();
    if (json) {
      output.json(state);
    } else {
      table(state);
    }
    Target.othersRunning(clusters, name.get()).ifPresent(output::message);
    return state.state() == Phase.STOPPED ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void table(ClusterState state) {
    output.result("cluster %s: %s, %s".formatted(state.name(), word(state.state()), state.url()));
    output.result(ROW.formatted("PROCESS", "STATE", "PID", "WHERE"));
    for (var node : state.nodes()) {
      row(node.name(), word(node.state()), node.pid(), node.url() + " " + node.version());
    }
    row("balancer", running(state.balancer().pid()), state.balancer().pid(), state.url() + "");
    stores("postgres", state.postgres());
    stores("redis", state.redis());
    var rule = state.standbyRule();
    if (rule != null) {
      output.result("standby rule: " + rule.name().toLowerCase(Locale.ROOT));
    }
    output.result("token: " + state.tokenFile());
  }

  private void stores(String what, List<ClusterState.Store> stores) {
    for (var store : stores) {
      row(
          what + " " + store.role(),
          running(store.pid()),
          store.pid(),
          "127.0.0.1:" + store.port());
    }
  }

  private void row(String process, String state, long pid, String where) {
    output.result(ROW.formatted(process, state, pid == 0 ? "-" : pid, where).stripTrailing());
  }

  private static String running(long pid) {
    return pid == 0 ? "stopped" : "running";
  }

  private static String word(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
