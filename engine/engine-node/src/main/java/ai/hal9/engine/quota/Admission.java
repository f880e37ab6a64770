package ai.hal9.engine.quota;

import java.time.Duration;

/**
 * What a limit says to one request.
 *
 * @param allowed whether it may pass
 * @param limit what is allowed in all, at once
 * @param remaining how much of it is left, as far as is known here
 * @param nanos of a request that may pass, until all of it is there again; of one that may not,
 *     until it may
 */
public record Admission(boolean allowed, long limit, long remaining, long nanos) {

  /** When to come back. */
  public Duration retryAfter() {
    return Duration.ofNanos(nanos);
  }

  /** The seconds until the limit is as if nothing had been asked, or the request may pass. */
  public long resetSeconds() {
    return Math.ceilDiv(nanos, 1_000_000_000L);
  }
}
