package ai.hal9.sim.fault;

/**
 * One signal that was due, and what became of it. Times are nanoseconds after the load's start.
 *
 * @param content unlike every other signal's
 * @param due when it was to be sent, by the schedule
 * @param done when its answer was there, or was given up
 */
public record Entry(String content, long due, long done, Answer answer) {

  /** What the client was told. */
  public sealed interface Answer {

    /** The cluster vouches for it, under this id. */
    record Acknowledged(String id) implements Answer {}

    /**
     * It was not acknowledged; it may be stored all the same.
     *
     * @param kind status and problem, or what became of the connection
     */
    record Refused(String kind) implements Answer {}
  }

  boolean acknowledged() {
    return answer instanceof Answer.Acknowledged;
  }

  /** From when it was due to its answer. */
  long responseNanos() {
    return done - due;
  }
}
