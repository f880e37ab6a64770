package ai.hal9.sim.command;

/** What a command tells the shell. The JVM itself ends with 130 after Ctrl-C, 143 after SIGTERM. */
public final class ExitCode {

  /** Done as asked. */
  public static final int DONE = 0;

  /** Tried and failed. */
  public static final int FAILED = 1;

  /** Not tried: the command line or a configuration file is wrong. */
  public static final int USAGE = 2;

  /** Done, and a threshold was missed. */
  public static final int THRESHOLD_MISSED = 99;

  private ExitCode() {}
}
