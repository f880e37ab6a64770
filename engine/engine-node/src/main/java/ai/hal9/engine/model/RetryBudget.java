package ai.hal9.engine.model;

/**
 * Keeps retries a share of calls, so that they cannot double the load on a model that fails: every
 * call pays in the share, every retry takes one, and ten at most are saved up (Finagle's {@code
 * RetryBudget}).
 */
final class RetryBudget {

  private static final double MOST = 10;

  private double balance = MOST;

  /** Pays in for a call. */
  synchronized void deposit(double share) {
    balance = Math.min(MOST, balance + share);
  }

  /** Takes a retry; false when the budget is spent, or the share is 0. */
  synchronized boolean withdraw(double share) {
    if (share == 0 || balance < 1) {
      return false;
    }
    balance -= 1;
    return true;
  }
}
