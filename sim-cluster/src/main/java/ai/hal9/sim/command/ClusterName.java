package ai.hal9.sim.command;

import picocli.CommandLine.Option;

/** Which cluster a command is about. */
final class ClusterName {

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The cluster's name (default: ${DEFAULT-VALUE}).")
  private String name = "default";

  String get() {
    return name;
  }
}
