package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a cluster. */
@Command(
    name = "down",
    description = "Drain and stop a cluster. Its data stay for the next 'hal9 up'.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @Mixin private ClusterName name = new ClusterName();

  private final Output output;
  private final Supplier<ClusterControl> control;

  DownCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() {
    var clusters = control.get();
    var stopped = clusters.stop(name.get(), event -> output.message(event.text()));
    output.message(
        stopped
            ? "cluster %s has stopped".formatted(name.get())
            : "cluster %s was not running".formatted(name.get()));
    Target.othersRunning(clusters, name.get()).ifPresent(output::message);
    return ExitCode.DONE;
  }
}
