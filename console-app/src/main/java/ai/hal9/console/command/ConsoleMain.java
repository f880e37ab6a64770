package ai.hal9.console.command;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.console.shell.ConsoleLaunch;
import ai.hal9.sim.command.Output;

/**
 * The menu entry's way in: {@code hal9 console} without reading the descriptions of all commands
 * first, which is a good part of the time to the first frame.
 */
public final class ConsoleMain {

  private ConsoleMain() {}

  /** Opens the window and exits when it has been closed. */
  public static void main(String[] arguments) {
    PlainFigures.everywhere();
    if (arguments.length > 0) {
      Hal9.main(arguments);
    }
    var command =
        new ConsoleCommand(Output.standard(), Display.ofThisProcess(), ConsoleLaunch::open);
    System.exit(command.call());
  }
}
