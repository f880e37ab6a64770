package ai.hal9.engine.signal;

import java.time.Duration;

/** A refusal on its way to the requests it concerns. */
record Refused(Refusal reason, String message, Duration retryAfter) {

  private static final Duration SOON = Duration.ofSeconds(1);

  static Refused later(Refusal reason, String message) {
    return new Refused(reason, message, SOON);
  }

  static Refused forGood(Refusal reason, String message) {
    return new Refused(reason, message, Duration.ZERO);
  }
}
