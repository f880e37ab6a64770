package ai.hal9.console.command;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.console.shell.ConsoleLaunch;
import ai.hal9.dashboards.command.DashboardCommands;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.command.CommandRunner;
import ai.hal9.sim.command.Failures;
import ai.hal9.sim.command.Output;
import ai.hal9.sim.command.SimCommands;
import ai.hal9.sim.process.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code hal9} command. */
@Command(
    name = "hal9",
    description = "A signal-processing cluster on this machine: start it, load it, measure it.",
    mixinStandardHelpOptions = true,
    versionProvider = Hal9Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 usage or configuration, 99 threshold missed,",
      "130 interrupted by Ctrl-C.",
      "State is kept in HAL9_HOME (default ~/.hal9). HAL9_NODE_OPTIONS has further options",
      "of the nodes' JVMs, for instance -Xmx256m or -XX:StartFlightRecording."
    })
public final class Hal9 implements Runnable {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "On failure, show where in the program it happened.")
  private boolean verbose;

  @Spec private CommandSpec spec = CommandSpec.create();

  Hal9() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    PlainFigures.everywhere();
    System.exit(run(Output.standard(), arguments));
  }

  static int run(Output output, String... arguments) {
    return arguments.length == 1 && arguments[0].equals(ConsoleCommand.NAME)
        ? plainly(console(output), output)
        : new CommandRunner(new Hal9(), all(output), output).run(arguments);
  }

  /** Without reading what else could be asked for: a window need not wait for that. */
  private static int plainly(Callable<Integer> command, Output output) {
    try {
      return command.call();
    } catch (Exception e) {
      return Failures.told(e, false, output);
    }
  }

  private static List<?> all(Output output) {
    var dashboards = Hal9Home.standard().directory().resolve("dashboards");
    var commands = new ArrayList<Object>();
    commands.add(console(output));
    commands.addAll(
        SimCommands.all(
            output, new DesktopDemo(output, Display.ofThisProcess(), ConsoleLaunch::watch)));
    commands.addAll(DashboardCommands.all(dashboards, output::result, output::message));
    commands.add(new ScreenshotsCommand(output, ClusterControl::standard));
    commands.add(new RehearseCommand());
    return commands;
  }

  private static ConsoleCommand console(Output output) {
    return new ConsoleCommand(output, Display.ofThisProcess(), Hal9::open);
  }

  private static void open() {
    try (var _ = ConsoleTraining.soon(Installation.current(), Hal9Home.standard())) {
      ConsoleLaunch.open();
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command given" + (verbose ? " to be verbose about" : ""));
  }
}
