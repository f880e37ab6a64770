package ai.hal9.sim.driver;

/**
 * What a load process is told while it runs, a line each: {@code {"command":"rate","target":50}}.
 */
enum LoadCommand {
  /** Hold so many requests per time unit; for open models. */
  RATE,
  /** Hold so many users; for closed models. */
  USERS,
  /** Go back to the schedule. */
  FOLLOW,
  /** Offer nothing more, await what is under way, report. */
  STOP,
  /** End at once and report. */
  ABORT;

  /**
   * A command with what goes with it.
   *
   * @param target of {@link #RATE} and {@link #USERS}; else 0
   */
  record Line(LoadCommand command, long target) {}
}
