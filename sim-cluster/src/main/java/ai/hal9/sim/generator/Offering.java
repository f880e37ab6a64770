package ai.hal9.sim.generator;

import java.util.OptionalLong;

/** One loop's part of an executor: decides when its connections send. Runs on that loop alone. */
interface Offering {

  /** Never. */
  long NEVER = Long.MAX_VALUE;

  /** Opens the connections that the start of the run needs. */
  void prepare();

  /** The schedule's clock starts. */
  void begin(Timeline timeline);

  /**
   * Does all that is due.
   *
   * @return nanoseconds until something is due again, or {@link #NEVER}
   */
  long act(long now);

  /** A connection was established. */
  void ready(Connection connection, long now);

  /** A connection could not be established. */
  void refused(Connection connection, long now);

  /** A request is over; its connection is free, or closed. */
  void ended(Connection connection, long now);

  /** An idle connection was closed. */
  void closed(Connection connection, long now);

  void pause(long now);

  void resume(long now);

  /** Holds this load from now to the schedule's end. */
  void steer(long target, long now);

  /** Goes on as the schedule has it from now. */
  void follow(long now);

  /** Offers nothing more. */
  void halt();

  /** Whether nothing is left to send. */
  boolean exhausted();

  /** Users at the moment. */
  int users();

  /** Arrivals waiting for a connection. */
  int pending();

  /**
   * The loop looks what is due.
   *
   * @param planned when it was to do so
   */
  void woken(long planned, long now);

  /**
   * Hands over the intended start of an arrival that was never sent, or nothing when none is left.
   */
  OptionalLong giveUp();
}
