package ai.hal9.sim.fault;

import java.time.Duration;

/**
 * How a fault is measured.
 *
 * @param rate signals per second, offered throughout
 * @param warmUp before anything is measured
 * @param calm measured before the fault, and after recovery
 * @param away how long something is stopped, or full
 * @param failing how long the model fails
 * @param patience how long recovery is waited for
 */
public record Pace(
    int rate, Duration warmUp, Duration calm, Duration away, Duration failing, Duration patience) {

  /** 200 signals a second; 10 s before and after; 20 s away, 30 s failing; 120 s of patience. */
  public static Pace standard() {
    return new Pace(
        200,
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(120));
  }
}
