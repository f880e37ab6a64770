package ai.hal9.engine.signal;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.trace.Traced;
import org.jspecify.annotations.Nullable;

/**
 * A decoded request on its way through the pipeline.
 *
 * @param request what the client posted
 * @param idempotencyKey the header's value, or null
 * @param receivedNanos the monotonic clock when its first byte was read
 * @param presence whether the client is still there
 * @param traced which request it is, for the log and for whoever is asked on its behalf
 */
public record SignalCall(
    SignalRequest request,
    @Nullable String idempotencyKey,
    long receivedNanos,
    Presence presence,
    Traced traced) {

  /** A call whose client stays, and which came without a trace. */
  public SignalCall(SignalRequest request, @Nullable String idempotencyKey, long receivedNanos) {
    this(request, idempotencyKey, receivedNanos, Presence.assured(), Traced.alone());
  }
}
