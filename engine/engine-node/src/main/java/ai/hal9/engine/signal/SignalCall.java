package ai.hal9.engine.signal;

import ai.hal9.api.signal.SignalRequest;
import org.jspecify.annotations.Nullable;

/**
 * A decoded request on its way through the pipeline.
 *
 * @param request what the client posted
 * @param idempotencyKey the header's value, or null
 * @param receivedNanos the monotonic clock when its first byte was read
 * @param presence whether the client is still there
 */
public record SignalCall(
    SignalRequest request, @Nullable String idempotencyKey, long receivedNanos, Presence presence) {

  /** A call whose client stays. */
  public SignalCall(SignalRequest request, @Nullable String idempotencyKey, long receivedNanos) {
    this(request, idempotencyKey, receivedNanos, Presence.assured());
  }
}
