package ai.hal9.sim.command;

import java.util.List;

/** The commands of this module. */
public final class SimCommands {

  private SimCommands() {}

  /** All of them, in the order of the help. */
  public static List<Object> all(Output output) {
    return List.of(new NodeCommand(output));
  }
}
