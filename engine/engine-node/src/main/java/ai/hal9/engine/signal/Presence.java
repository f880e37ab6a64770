package ai.hal9.engine.signal;

/** Whether the client of a call is still there to be answered. */
@FunctionalInterface
public interface Presence {

  /** Calls the action once when the client goes away before its answer; on any thread. */
  void whenGone(Runnable action);

  /** A client that stays. */
  static Presence assured() {
    return action -> {};
  }
}
