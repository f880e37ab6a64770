package ai.hal9.engine.signal;

import ai.hal9.api.signal.SignalAnswer;
import java.time.Duration;

/** What became of a signal. */
public sealed interface SignalOutcome {

  /** Answered, and stored as its durability promises. */
  record Answered(SignalAnswer answer) implements SignalOutcome {}

  /**
   * Not answered and not acknowledged; nothing is promised to be stored.
   *
   * @param reason why
   * @param message what the client can do
   * @param retryAfter when to try again; zero when trying again is of no use
   */
  record Refused(Refusal reason, String message, Duration retryAfter) implements SignalOutcome {}
}
