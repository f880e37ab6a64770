package ai.hal9.sim.load;

import java.util.concurrent.CompletableFuture;

/** A run under way. All methods may be called from any thread and return at once. */
public interface LoadRun extends AutoCloseable {

  /** Users beyond the schedule's peak that steering can reach. */
  int SPARE_USERS = 1_000;

  /** Completes with the figures when the run has ended, however it ended. */
  CompletableFuture<LoadOutcome> outcome();

  /** Offers nothing more, awaits requests under way for the scenario's graceful-stop, and ends. */
  void stop();

  /** Stops the schedule's clock: nothing is offered until {@link #resume}; no stage is skipped. */
  void pause();

  /** Goes on where {@link #pause} stopped. */
  void resume();

  /**
   * Leaves the schedule's course: holds this load until the schedule's end. It stands in the
   * result.
   *
   * @param target requests per time unit (open) or users (closed); not negative
   */
  void steer(long target);

  /** Goes back to where the schedule is by now, after steering. It stands in the result. */
  void follow();

  /** Ends at once; requests under way count as interrupted. Without effect on an ended run. */
  @Override
  void close();
}
