package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/**
 * Ends the processes of a killed JVM where the kernel does not: a shell that reads which there are
 * from a pipe, and signals them when the pipe closes, as it does when its writer dies.
 */
final class Watchdog implements Guard {

  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      children=
      while read -r word pid signal; do
        case $word in
          add) children="$children $signal:$pid" ;;
          forget)
            others=
            for child in $children; do
              [ "${child#*:}" = "$pid" ] || others="$others $child"
            done
            children=$others ;;
        esac
      done
      for child in $children; do
        kill -s "${child%%:*}" "${child#*:}"
      done
      """;

  private final Process shell;
  private final Writer commands;

  private Watchdog(Process shell) {
    this.shell = shell;
    this.commands = shell.outputWriter();
  }

  /**
   * Starts the shell.
   *
   * @throws StoreException if there is none
   */
  static Watchdog start() {
    try {
      return new Watchdog(
          new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Code.BINARY_CANNOT_RUN, "cannot run /bin/sh: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void add(long pid, Signal deathSignal) throws IOException {
    commands.write("add %d %s%n".formatted(pid, deathSignal.name()));
    commands.flush();
  }

  @Override
  public synchronized void forget(long pid) throws IOException {
    commands.write("forget %d%n".formatted(pid));
    commands.flush();
  }

  /** Ends what is left of the processes, and the watchdog. */
  @Override
  public synchronized void close() throws IOException {
    commands.close();
    shell.onExit().join();
  }
}
