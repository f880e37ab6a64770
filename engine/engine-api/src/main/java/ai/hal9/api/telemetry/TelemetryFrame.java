package ai.hal9.api.telemetry;

import java.util.Objects;

/**
 * What a subscriber receives: a snapshot, and how many it lost before this one because it read too
 * slowly.
 *
 * @param lost snapshots dropped for this subscriber since the frame before
 * @param snapshot the newest that could be delivered
 */
public record TelemetryFrame(long lost, TelemetrySnapshot snapshot) {

  public TelemetryFrame {
    Objects.requireNonNull(snapshot, "snapshot");
  }
}
