package ai.hal9.sim.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.sim.SimException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Something done to this machine that is undone when it is closed, or when this process ends,
 * however that comes: a shell does it, waits for the end of its input, and undoes it.
 */
public final class Reversible implements AutoCloseable {

  private static final String DONE = "done";

  private final Process shell;

  private Reversible(Process shell) {
    this.shell = shell;
  }

  /**
   * Does it; returns when it is done.
   *
   * @param doing in words of the shell, with the arguments as {@code $1}, {@code $2} and so on
   * @param undoing likewise
   * @throws SimException when it cannot be done, with what the shell says
   */
  public static Reversible of(String doing, String undoing, List<String> arguments) {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", script(doing, undoing), "sh"));
    command.addAll(arguments);
    try {
      var shell = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new ArrayList<String>();
      var lines = shell.inputReader(UTF_8);
      for (var line = lines.readLine(); !DONE.equals(line); line = lines.readLine()) {
        if (line == null) {
          throw new SimException(
              SimException.Code.START_FAILED,
              "cannot run `%s` (%s)".formatted(doing, String.join("; ", said)));
        }
        said.add(line);
      }
      return new Reversible(shell);
    } catch (IOException e) {
      throw new SimException(SimException.Code.START_FAILED, "cannot run a shell", e);
    }
  }

  /** Undoes it; returns when it is undone. Idempotent. */
  @Override
  public void close() {
    try {
      shell.outputWriter(UTF_8).close();
    } catch (IOException e) {
      // it has ended, and undone it at its end
    }
    shell.onExit().join();
  }

  private static String script(String doing, String undoing) {
    return """
        trap '' INT TERM HUP
        ( %s ) || exit 1
        echo done
        read -r _
        %s
        """
        .formatted(doing, undoing);
  }
}
