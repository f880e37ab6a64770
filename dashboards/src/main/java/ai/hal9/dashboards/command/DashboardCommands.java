package ai.hal9.dashboards.command;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;

/** The commands of this module. */
public final class DashboardCommands {

  private DashboardCommands() {}

  /**
   * All of them, in the order of the help.
   *
   * @param own the directory of the user's own dashboards; need not exist
   * @param result takes a command's result, for standard output
   * @param message takes what is said to the person, for standard error
   */
  public static List<Object> all(Path own, Consumer<String> result, Consumer<String> message) {
    var export = new CommandLine(new ExportCommand());
    export.addSubcommand(new ExportGrafanaCommand(own, result, message));
    export.addSubcommand(new ExportPrometheusCommand(result, message));
    return List.of(export);
  }
}
