package ai.hal9.console.command;

import ai.hal9.console.shell.Rehearsal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For a JVM that writes down what it learns; users have no use for it. */
@Command(
    name = RehearseCommand.NAME,
    description = "Walk through the console's window, without a display.",
    hidden = true)
final class RehearseCommand implements Callable<Integer> {

  static final String NAME = "rehearse";
  static final String SHOWN = "--shown";
  private static final int DONE = 0;

  @Option(names = SHOWN, description = "On the display there is.")
  private boolean shown;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rehearsal.perform(shown);
    return DONE;
  }
}
