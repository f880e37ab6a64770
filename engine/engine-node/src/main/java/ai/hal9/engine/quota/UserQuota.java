package ai.hal9.engine.quota;

import ai.hal9.engine.tuning.EngineTuning.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * One user's requests at one node. While the cluster shares its limits they are paid from leased
 * tokens: a user begins with a small lease that nobody is asked for, the next is asked for when
 * half of one is used, and until it comes a quarter of the burst may be overdrawn, which the lease
 * then pays back. A refused lease refuses requests until the cluster has tokens again. Whoever has
 * used up a lease within a second gets one twice as large, up to half the burst, and keeps that
 * while each lasts for some seconds: asking costs more than all that is done for a request here.
 *
 * <p>Over the time t the cluster's nodes together let pass at most burst + rate · t of a user, and
 * besides a first lease and an overdraft each. A node alone gives its share of rate and burst.
 */
final class UserQuota {

  private static final long SECOND = 1_000_000_000L;

  /** A lease that lasted less was too small. */
  private static final long FAST = SECOND;

  /** A lease that lasted longer was too large. */
  private static final long SLOW = 4 * SECOND;

  /** Where the cluster has less than was wished for, the next is asked for so much later. */
  private static final long SCARCE = SECOND / 20;

  private final CellRate alone;
  private long tokens;
  private long leased;
  private long elsewhere;
  private long leasedAt;
  private long refusedUntil;
  private volatile long usedAt;
  private boolean asked;

  /** A user who was not heard of lately. */
  UserQuota(RateLimit limits, long nowNanos) {
    this.alone = new CellRate(nowNanos);
    this.leased = first(limits);
    this.tokens = leased;
    this.elsewhere = limits.userBurst() - leased;
    this.leasedAt = nowNanos;
    this.refusedUntil = nowNanos;
    this.usedAt = nowNanos;
  }

  /** A tenth of a second's worth. */
  static long first(RateLimit limits) {
    return Math.clamp(limits.userRate() / 10, 1, limits.userBurst());
  }

  /** When a request was last counted, to a second. */
  long usedAt() {
    return usedAt;
  }

  private void used(long now) {
    if (now - usedAt > SECOND) {
      usedAt = now;
    }
  }

  /** Takes one of the node's own share. */
  Admission takeAlone(RateLimit limits, int nodes, long now) {
    used(now);
    return alone.take(rateAlone(limits, nodes), burstAlone(limits, nodes), now);
  }

  /** Takes back one that {@link #takeAlone} let pass. */
  void giveBackAlone(RateLimit limits, int nodes) {
    alone.giveBack(rateAlone(limits, nodes));
  }

  private static double rateAlone(RateLimit limits, int nodes) {
    return (double) limits.userRate() / nodes;
  }

  private static long burstAlone(RateLimit limits, int nodes) {
    return Math.max(1, limits.userBurst() / nodes);
  }

  /**
   * What came of taking a token.
   *
   * @param wanted how many tokens the cluster is to be asked for now; 0 for none
   */
  record Taken(Admission admission, long wanted) {}

  /** Takes one of the leased. Who is told that tokens are wanted must ask for them. */
  synchronized Taken take(RateLimit limits, long now) {
    used(now);
    var admission = admission(limits, now);
    return new Taken(admission, wanted(limits, now));
  }

  /** Takes back one that {@link #take} let pass. */
  synchronized void giveBack() {
    tokens++;
  }

  private Admission admission(RateLimit limits, long now) {
    var refusal = refusal(limits, now);
    if (refusal != null) {
      return refusal;
    }
    tokens--;
    var left = Math.max(0, tokens) + elsewhere;
    return new Admission(
        true,
        limits.userBurst(),
        Math.min(left, limits.userBurst()),
        Math.max(0, limits.userBurst() - left) * SECOND / limits.userRate());
  }

  private @Nullable Admission refusal(RateLimit limits, long now) {
    var refused = refusedUntil - now;
    if (tokens <= 0 && refused > 0) {
      return new Admission(false, limits.userBurst(), 0, refused);
    }
    if (tokens <= -overdraft(limits)) {
      return new Admission(false, limits.userBurst(), 0, SECOND / limits.userRate());
    }
    return null;
  }

  private long wanted(RateLimit limits, long now) {
    if (asked || tokens * 2 > leased || now - refusedUntil < 0) {
      return 0;
    }
    asked = true;
    leased = next(limits, now - leasedAt);
    leasedAt = now;
    return leased - Math.min(0, tokens);
  }

  /** How large a lease is after one that lasted so long. */
  private long next(RateLimit limits, long lasted) {
    if (lasted > SLOW) {
      return first(limits);
    }
    return lasted < FAST ? Math.min(leased * 2, Math.max(1, limits.userBurst() / 2)) : leased;
  }

  /**
   * Takes the cluster's answer.
   *
   * @param wished how many tokens it was asked for
   * @param granted how many it gave
   * @param left how many more the cluster has for this user
   * @param waitNanos where none was granted, until one can be
   */
  synchronized void answered(long wished, long granted, long left, long waitNanos, long now) {
    asked = false;
    tokens += granted;
    elsewhere = left;
    if (granted < wished) {
      refusedUntil = now + Math.max(waitNanos, SCARCE);
    }
  }

  /** The cluster did not answer. */
  synchronized void unanswered() {
    asked = false;
  }

  private static long overdraft(RateLimit limits) {
    return Math.max(1, limits.userBurst() / 4);
  }
}
