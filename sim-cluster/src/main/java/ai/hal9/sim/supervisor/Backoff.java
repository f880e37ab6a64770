package ai.hal9.sim.supervisor;

import java.time.Duration;

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit; from the start
 * again once something has lasted.
 *
 * @param first before the second attempt
 * @param longest never more than that
 * @param lasting what ran that long had started well
 */
record Backoff(Duration first, Duration longest, Duration lasting) {

  static Backoff standard() {
    return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  /**
   * The wait after so many failures in a row.
   *
   * @param failures at least 1
   */
  Duration after(int failures) {
    var wait = first;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
