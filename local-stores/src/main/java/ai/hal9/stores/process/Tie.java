package ai.hal9.stores.process;

import java.util.List;

/** What ends the processes of a JVM that was killed. */
enum Tie {
  /** The kernel: it signals a process when the thread that started it ends (Linux). */
  DEATH_SIGNAL,
  /** A {@link Watchdog}. */
  WATCHDOG,
  /** Nothing: the owner's next start has to look for them. */
  NONE;

  private static final Tie BEST = detect();

  /** The best that this system has. */
  static Tie best() {
    return BEST;
  }

  private static Tie detect() {
    if (Launch.works(List.of("setpriv", "--pdeathsig", "KILL"))) {
      return DEATH_SIGNAL;
    }
    return Platform.current().posix() ? WATCHDOG : NONE;
  }
}
