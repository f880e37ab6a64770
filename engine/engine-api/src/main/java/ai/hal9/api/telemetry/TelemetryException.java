package ai.hal9.api.telemetry;

import org.jspecify.annotations.Nullable;

/** Telemetry that cannot be read: another version's, or damaged. */
public final class TelemetryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TelemetryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
