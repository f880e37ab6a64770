package ai.hal9.console.series;

import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Instant;

/**
 * A source that has been heard.
 *
 * @param newest its newest snapshot: who it is, and its values of the moment
 * @param firstHeard the beginning of its first interval, on this machine's clock
 * @param lastHeard the end of its newest interval, on this machine's clock
 * @param restarts how often it began anew while it was watched
 */
public record HeardSource(
    TelemetrySnapshot newest, Instant firstHeard, Instant lastHeard, int restarts) {

  /** Unique in its cluster. */
  public String name() {
    return newest.source().name();
  }
}
