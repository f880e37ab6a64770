package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;

/**
 * What a subscriber gets of a snapshot.
 *
 * @param lost snapshots dropped for this subscriber since the delivery before
 * @param shared the snapshot, the same for all subscribers
 */
public record Delivery(long lost, SharedSnapshot shared) {

  /** The snapshot. */
  public TelemetrySnapshot snapshot() {
    return shared.snapshot();
  }

  /** The frame as it travels; not to be changed. */
  public byte[] utf8() {
    return lost == 0
        ? shared.utf8()
        : TelemetryCodec.utf8(new TelemetryFrame(lost, shared.snapshot()));
  }
}
