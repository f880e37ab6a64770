package ai.hal9.engine.signal;

import java.util.Locale;

/** Why a signal was not answered, with the HTTP status that says so. */
public enum Refusal {
  /** No neuron of that id, and no layer given to fall back on; or no neuron in the layer. */
  NEURON_UNKNOWN(404),
  /** The idempotency key was used with another body. */
  IDEMPOTENCY_MISMATCH(422),
  /** The circuit breaker around the model is open, or the model failed. */
  MODEL_UNAVAILABLE(503),
  /** The model will not take this request: too long, or against its rules. */
  MODEL_REFUSED(422),
  /** The client went away before the answer; nobody is told. */
  ABANDONED(503),
  /** PostgreSQL cannot store the signal now. */
  STORE_UNAVAILABLE(503),
  /** More is waiting than the node will hold. */
  OVERLOADED(503),
  /** The node is shutting down. */
  DRAINING(503),
  /** A promise of the engine's own was broken; the log says which. */
  INTERNAL(500);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The name in labels and problem types: lower case with hyphens. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
