package ai.hal9.engine.resilience;

import ai.hal9.api.signal.Priority;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread's wish for a permit, whose importance may grow while it waits. Made by that thread,
 * for one time of asking.
 */
public final class Wish {

  /** What became of it. */
  enum State {
    WAITING,
    LET_IN,
    TURNED_AWAY
  }

  private final Thread thread = Thread.currentThread();
  private Priority priority;
  private volatile State state = State.WAITING;

  /** Of somebody who matters so much. */
  public Wish(Priority priority) {
    this.priority = priority;
  }

  /** How much it matters; once it is decided, how much it did then. */
  public Priority priority() {
    return priority;
  }

  /** Under the limit's lock. */
  void priority(Priority grown) {
    priority = grown;
  }

  boolean waits() {
    return state == State.WAITING;
  }

  /** Decides it, under the limit's lock. */
  void tell(State outcome) {
    state = outcome;
    LockSupport.unpark(thread);
  }

  /** Whether it was let in; an interrupt is kept for later. */
  boolean await() {
    var interrupted = false;
    while (waits()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return state == State.LET_IN;
  }
}
