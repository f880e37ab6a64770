package ai.hal9.sim.balance;

import java.time.Duration;

/**
 * Passive health, with nginx's meaning of {@code max_fails} and {@code fail_timeout}: that many
 * failures within the timeout take an upstream out for as long. The first failure after its return
 * takes it out again; a success forgets all failures.
 */
final class FailureWindow {

  private final int maxFails;
  private final long timeoutNanos;
  private int fails;
  private long windowStart;
  private long outUntil;
  private volatile boolean out;
  private volatile boolean clean = true;

  FailureWindow(int maxFails, Duration timeout) {
    this.maxFails = maxFails;
    this.timeoutNanos = timeout.toNanos();
  }

  /** Counts a failure; answers whether this one takes the upstream out. */
  synchronized boolean failed(long nanos) {
    if (fails == 0 || (nanos - windowStart > timeoutNanos && fails < maxFails)) {
      fails = 0;
      windowStart = nanos;
    }
    clean = false;
    if (++fails < maxFails) {
      return false;
    }
    var first = !out(nanos);
    outUntil = nanos + timeoutNanos;
    out = true;
    return first;
  }

  /** A request went well, or the upstream was seen to start anew. */
  void succeeded() {
    if (!clean) {
      forget();
    }
  }

  private synchronized void forget() {
    fails = 0;
    out = false;
    clean = true;
  }

  /** Whether the upstream is to be left alone at this moment. */
  boolean out(long nanos) {
    return out && stillOut(nanos);
  }

  private synchronized boolean stillOut(long nanos) {
    if (nanos - outUntil >= 0) {
      out = false;
      fails = maxFails - 1;
      windowStart = nanos;
    }
    return out;
  }
}
