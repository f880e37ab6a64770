package ai.hal9.api.telemetry;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened at a moment, too short to be seen in a gauge.
 *
 * @param kind what sort
 * @param time when
 * @param title one line for a person
 * @param details what else is known, by name
 */
public record TelemetryEvent(
    EventKind kind, Instant time, String title, Map<String, String> details) {

  public TelemetryEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(title, "title");
    details = Map.copyOf(details);
  }
}
