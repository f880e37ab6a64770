package ai.hal9.sim.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code hal9 run} as a process, with no local cluster. */
final class RunAlone {

  private RunAlone() {}

  public static void main(String[] arguments) {
    var output = Output.of(System.out, System.err);
    var run = new RunCommand(output, () -> new ListedClusters(List.of()), Map.of());
    System.exit(new CommandRunner(new Root(), List.of(run), output).run(arguments));
  }

  @Command(name = "hal9")
  private static final class Root {}
}
