package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.StandbyOrder;
import ai.hal9.sim.cluster.StandbyRule;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says or changes whether a running cluster's commits wait for a standby. */
@Command(
    name = "standby-rule",
    description = {
      "Show whether commits of a running cluster wait for a standby, or change it. 'up' chooses it"
          + " anew."
    },
    mixinStandardHelpOptions = true)
final class StandbyRuleCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 50;

  @Mixin private ClusterName name = new ClusterName();

  @Parameters(
      arity = "0..1",
      paramLabel = "RULE",
      description =
          "off: a commit is acknowledged once the primary has it; available: once a standby has it"
              + " too, unless none is left; strict: without one nothing is committed.")
  private @Nullable StandbyRule rule;

  private final Output output;
  private final Supplier<ClusterControl> control;

  StandbyRuleCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var present = present();
    if (present == null) {
      output.message("cluster %s has no standbys".formatted(name.get()));
      return ExitCode.FAILED;
    }
    var wanted = rule;
    if (wanted != null && wanted != present) {
      change(wanted);
      present = wanted;
    }
    output.result(present.name().toLowerCase(Locale.ROOT));
    return ExitCode.DONE;
  }

  private void change(StandbyRule wanted) throws IOException, InterruptedException {
    var order = new StandbyOrder(control.get().directory(name.get()));
    order.give(wanted);
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (present() != wanted) {
      if (System.nanoTime() > deadline) {
        order.done();
        throw new SimException(
            SimException.Code.UNREACHABLE,
            "the cluster's supervisor does not take the rule; see: hal9 logs supervisor");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private @Nullable StandbyRule present() {
    return switch (Target.running(control.get(), name.get())) {
      case Target.Cluster(ClusterState state) -> state.standbyRule();
      case Target.Address _ -> throw new IllegalStateException("a local cluster was asked for");
    };
  }
}
