package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.fault.Fault;
import ai.hal9.sim.fault.FaultOutcome;
import ai.hal9.sim.fault.FaultRun;
import ai.hal9.sim.fault.FaultTable;
import ai.hal9.sim.fault.Faults;
import ai.hal9.sim.fault.Pace;
import ai.hal9.sim.process.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Breaks things under load, and counts. */
@Command(
    name = "faults",
    description = "Break a cluster of this machine under load and look for every acknowledgement.",
    mixinStandardHelpOptions = true)
final class FaultsCommand implements Callable<Integer> {

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "These faults alone (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--durability",
      paramLabel = "committed|queued",
      split = ",",
      description = "What an acknowledgement promises (default: both in turn).")
  private List<String> durabilities = List.of("committed", "queued");

  private final Output output;

  FaultsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    var home = new Hal9Home(Hal9Home.standard().directory().resolve("faults"));
    var run =
        new FaultRun(
            ClusterControl.of(home, Installation.current()),
            ClusterSpec::named,
            Pace.standard(),
            output::message);
    try (var _ = Ending.ofThisThread()) {
      var outcomes = new ArrayList<FaultOutcome>();
      for (var durability : durabilities) {
        for (var fault : chosen()) {
          outcomes.add(run.run(fault, durability));
        }
      }
      FaultTable.lines(outcomes).forEach(output::result);
      return ExitCode.DONE;
    } catch (InterruptedException e) {
      output.message("interrupted; everything that was started has been stopped");
      return ExitCode.FAILED;
    }
  }

  private List<Fault> chosen() {
    return Faults.all().stream()
        .filter(fault -> only.isEmpty() || only.contains(fault.name()))
        .toList();
  }
}
