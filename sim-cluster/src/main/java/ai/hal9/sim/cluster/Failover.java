package ai.hal9.sim.cluster;

import ai.hal9.api.tuning.DurationText;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a standby or a replica takes the place of a primary that has died.
 *
 * @param on default true
 * @param after how long a primary may give no answer before it counts as dead; default 5 s
 */
public record Failover(boolean on, Duration after) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** The default. */
  public static final Failover STANDARD = new Failover(true, Duration.ofSeconds(5));

  /** What is wrong with it; empty where nothing is. */
  Optional<String> mistake() {
    return after.compareTo(SHORTEST) < 0 || after.compareTo(LONGEST) > 0
        ? Optional.of(
            "--failover-after: %s is not 1s to 5min".formatted(DurationText.format(after)))
        : Optional.empty();
  }
}
