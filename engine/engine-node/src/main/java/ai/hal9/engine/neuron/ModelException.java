package ai.hal9.engine.neuron;

import java.time.Duration;

/** The language model gave no reply. */
public final class ModelException extends RuntimeException {

  private final String why;
  private final transient Duration retryAfter;

  /**
   * With what happened, for a person, and when to try again.
   *
   * @param retryAfter zero when there is no telling
   */
  public ModelException(String message, Duration retryAfter) {
    super(message, null, false, false);
    this.why = message;
    this.retryAfter = retryAfter;
  }

  /** What happened, for a person. */
  public String why() {
    return why;
  }

  /** When to try again; zero when there is no telling. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
