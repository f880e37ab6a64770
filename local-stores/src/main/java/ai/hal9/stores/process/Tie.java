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

  /** Whom to tell of processes. */
  Guard guard() {
    return switch (this) {
      case WATCHDOG -> Watchdog.start();
      case DEATH_SIGNAL, NONE -> Guard.NONE;
    };
  }

  private static Tie detect() {
    if (Launch.works(List.of("setpriv", "--pdeathsig", "KILL"))) {
      return DEATH_SIGNAL;
    }
    return Platform.current().posix() ? WATCHDOG : NONE;
  }
}
