package ai.hal9.engine.game;

/**
 * The round of a game that takes actions, or is being scored. Guarded by its game, but for {@link
 * #overdue}.
 */
final class OpenRound {

  /** What ended a round. */
  enum End {
    COMPLETE,
    TIME,
    LEFT
  }

  private int number;
  private int pending;
  private int zeros;
  private int ones;
  private boolean ended;
  private boolean scoring;
  private End end = End.COMPLETE;
  private long endedNanos;
  private volatile long deadlineNanos;

  /**
   * A round as it was loaded, with no action yet.
   *
   * @param number 0 before the first
   */
  OpenRound(int number, long deadlineNanos) {
    this.number = number;
    this.deadlineNanos = deadlineNanos;
  }

  /** From here on it is this one. */
  void open(int next, long deadline) {
    number = next;
    zeros = 0;
    ones = 0;
    ended = false;
    scoring = false;
    deadlineNanos = deadline;
  }

  int number() {
    return number;
  }

  /** Whether it takes no actions any more. */
  boolean ended() {
    return ended;
  }

  /** What ended it. */
  End end() {
    return end;
  }

  long endedNanos() {
    return endedNanos;
  }

  /** Whether its time is over, as seen without a lock. */
  boolean overdue(long nanos) {
    return nanos - deadlineNanos >= 0;
  }

  long nanosLeft(long now) {
    return Math.max(0, deadlineNanos - now);
  }

  /** An action is on its way to be stored. */
  void begun() {
    pending++;
  }

  /** What became of that action is known. */
  void settled() {
    pending--;
  }

  /** Whether an action is on its way. */
  boolean anyPending() {
    return pending > 0;
  }

  /** Whether it is on its way to be scored. */
  boolean scoring() {
    return scoring;
  }

  /** A side that somebody chose. */
  void count(int side) {
    if (side == 0) {
      zeros++;
    } else {
      ones++;
    }
  }

  /** Takes no more actions. */
  void end(End why, long nanos) {
    ended = true;
    end = why;
    endedNanos = nanos;
  }

  /** Whether it is to be scored now: once, when no action is under way any more. */
  boolean startScoring() {
    if (pending > 0 || scoring) {
      return false;
    }
    scoring = true;
    return true;
  }

  /** It was not scored. */
  void unscored() {
    scoring = false;
  }

  RoundScore score() {
    return new RoundScore(zeros, ones);
  }
}
