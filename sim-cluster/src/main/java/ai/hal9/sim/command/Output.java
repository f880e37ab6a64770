package ai.hal9.sim.command;

import ai.hal9.sim.SimJson;
import java.io.PrintStream;

/** Where a command speaks: results to standard output, everything else to standard error. */
public final class Output {

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private boolean passing;

  private Output(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * The streams of this process. A launcher that can tell says whether a terminal is at their other
   * end; else a terminal counts that takes both input and output.
   */
  public static Output standard() {
    var told = System.getProperty("hal9.terminal");
    return new Output(
        System.out, System.err, told == null ? terminalAtBoth() : Boolean.parseBoolean(told));
  }

  // since JDK 25 it is null again where there is no terminal
  @SuppressWarnings("SystemConsoleNull")
  private static boolean terminalAtBoth() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /** Any two streams, with nobody watching. */
  public static Output of(PrintStream out, PrintStream err) {
    return new Output(out, err, false);
  }

  /** Any two streams of a terminal that a person watches. */
  static Output watched(PrintStream out, PrintStream err) {
    return new Output(out, err, true);
  }

  /** A line that is the command's result. */
  public synchronized void result(String line) {
    out.println(line);
    out.flush();
  }

  /** Whether nobody reads results any more: the program they are piped to has ended. */
  public synchronized boolean unread() {
    return out.checkError();
  }

  /** The command's result for programs: a record or collection as JSON, names in snake_case. */
  public void json(Object value) {
    result(SimJson.PRETTY.writeValueAsString(value));
  }

  /** A line for the person at the terminal. */
  public synchronized void message(String line) {
    err.println(passing ? ERASE_LINE + line : line);
    err.flush();
    passing = false;
  }

  /**
   * A line that the next one replaces, where a person watches a terminal; nothing otherwise, so
   * that a log does not fill with it.
   */
  public synchronized void passing(String line) {
    if (terminal) {
      err.print(ERASE_LINE + line);
      err.flush();
      passing = true;
    }
  }

  /** The exception with its stack, for {@code --verbose}. */
  synchronized void trace(Throwable failure) {
    failure.printStackTrace(err);
    err.flush();
  }

  /** Whether a person watches a terminal and can be asked. */
  public boolean terminal() {
    return terminal;
  }
}
