package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import org.jspecify.annotations.Nullable;

/** A snapshot that goes to any number of subscribers and is written once, when the first asks. */
public final class SharedSnapshot {

  private final TelemetrySnapshot snapshot;
  private @Nullable String text;

  /** Shares a snapshot. */
  public SharedSnapshot(TelemetrySnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** The snapshot. */
  public TelemetrySnapshot snapshot() {
    return snapshot;
  }

  /** The snapshot as {@link TelemetryCodec} writes it. */
  public synchronized String text() {
    var written = text;
    if (written == null) {
      written = TelemetryCodec.write(snapshot);
      text = written;
    }
    return written;
  }
}
