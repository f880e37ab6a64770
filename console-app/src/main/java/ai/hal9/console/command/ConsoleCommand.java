package ai.hal9.console.command;

import ai.hal9.sim.command.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Opens the window. */
@Command(
    name = ConsoleCommand.NAME,
    description = {
      "Open the console's window: start a cluster on this machine or attach to one, and watch it.",
      "Needs a display. Everything it does on this machine has a command of its own as well."
    },
    mixinStandardHelpOptions = true)
final class ConsoleCommand implements Callable<Integer> {

  static final String NAME = "console";

  private static final int DONE = 0;
  private static final int USAGE = 2;

  private final Output output;
  private final Display display;
  private final Runnable window;

  /**
   * @param window opens the window and returns when it has been closed
   */
  ConsoleCommand(Output output, Display display, Runnable window) {
    this.output = output;
    this.display = display;
    this.window = window;
  }

  @Override
  public Integer call() {
    if (!display.present()) {
      output.message(
          "hal9: no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); without"
              + " one use: hal9 demo, hal9 up, hal9 status, hal9 run, hal9 down");
      return USAGE;
    }
    try {
      window.run();
      return DONE;
    } catch (UnsupportedOperationException | UnsatisfiedLinkError e) {
      output.message(NoWindow.words(e));
      return USAGE;
    }
  }
}
