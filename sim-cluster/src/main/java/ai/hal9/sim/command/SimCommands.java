package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands of this module. */
public final class SimCommands {

  private SimCommands() {}

  /**
   * All of them, in the order of the help.
   *
   * @param window where a demo can be watched
   */
  public static List<Object> all(Output output, DemoWindow window) {
    Supplier<ClusterControl> control = ClusterControl::standard;
    return List.of(
        new DemoCommand(output, control, window),
        new BenchCommand(output, control),
        new FaultsCommand(output),
        new UpCommand(output, control),
        new StatusCommand(output, control),
        new ShardsCommand(output, control),
        new StandbyRuleCommand(output, control),
        new QueueCommand(output, control),
        new CacheCommand(output, control),
        new LogsCommand(output, control),
        new DownCommand(output, control),
        sessions(output, control),
        new RunCommand(output, control, System.getenv()),
        new MigrateCommand(output, control),
        new DoctorCommand(output),
        new NodeCommand());
  }

  private static CommandLine sessions(Output output, Supplier<ClusterControl> control) {
    var sessions = new CommandLine(new SessionsCommand());
    sessions.addSubcommand(new RotateKeyCommand(output, control));
    return sessions;
  }
}
