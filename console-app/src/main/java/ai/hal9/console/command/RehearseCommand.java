package ai.hal9.console.command;

import ai.hal9.console.shell.Rehearsal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** For a JVM that writes down what it learns; users have no use for it. */
@Command(
    name = RehearseCommand.NAME,
    description = "Walk through the console's window without a display.",
    hidden = true)
final class RehearseCommand implements Callable<Integer> {

  static final String NAME = "rehearse";
  private static final int DONE = 0;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rehearsal.perform();
    return DONE;
  }
}
