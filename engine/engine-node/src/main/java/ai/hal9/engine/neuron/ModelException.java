package ai.hal9.engine.neuron;

import java.time.Duration;

/** The language model gave no reply. */
public final class ModelException extends RuntimeException {

  /** Whose fault it is. */
  public enum Fault {
    /** The model's, or the way to it: the circuit breaker counts it. */
    MODEL,
    /** The request's: the model would refuse it again. */
    REQUEST,
    /** Nobody's: a limit of our own held the call back, or its breaker is open. */
    LIMIT,
    /** Nobody's: whoever asked has gone. */
    ABANDONED
  }

  private final String why;
  private final Fault fault;
  private final transient Duration retryAfter;

  /**
   * With what happened, for a person, and when to try again.
   *
   * @param retryAfter zero when there is no telling
   */
  public ModelException(Fault fault, String message, Duration retryAfter) {
    super(message, null, false, false);
    this.why = message;
    this.fault = fault;
    this.retryAfter = retryAfter;
  }

  /** The model failed, and there is no telling when to try again. */
  public ModelException(String message) {
    this(Fault.MODEL, message, Duration.ZERO);
  }

  /** Nobody waits for the reply any more. */
  public static ModelException abandoned() {
    return new ModelException(
        Fault.ABANDONED, "nobody waits for the answer any more", Duration.ZERO);
  }

  /** What happened, for a person. */
  public String why() {
    return why;
  }

  /** Whose fault it is. */
  public Fault fault() {
    return fault;
  }

  /** When to try again; zero when there is no telling. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
