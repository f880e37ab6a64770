package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import org.jspecify.annotations.Nullable;

/** A snapshot that goes to any number of subscribers and is written once, when the first asks. */
public final class SharedSnapshot {

  private final TelemetrySnapshot snapshot;
  private byte @Nullable [] utf8;

  /** Shares a snapshot. */
  public SharedSnapshot(TelemetrySnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** The snapshot. */
  public TelemetrySnapshot snapshot() {
    return snapshot;
  }

  /** The frame of one who lost none before it, as it travels; not to be changed. */
  synchronized byte[] utf8() {
    var written = utf8;
    if (written == null) {
      written = TelemetryCodec.utf8(new TelemetryFrame(0, snapshot));
      utf8 = written;
    }
    return written;
  }
}
