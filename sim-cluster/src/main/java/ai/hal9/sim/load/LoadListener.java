package ai.hal9.sim.load;

import java.util.List;

/** Follows a run while it goes on. Called on the run's own thread, so it must return soon. */
public interface LoadListener {

  /** What the target's nodes limit, told before the load begins where it is known. */
  default void limited(RateLimits limits) {}

  /** Something the user should know, before the load begins or after its end. */
  default void warned(String words) {}

  /** Hears nothing. */
  LoadListener NONE = (interval, thresholds) -> {};

  /**
   * An interval has ended.
   *
   * @param interval what happened in it
   * @param thresholds how the thresholds stand; empty during warm-up
   */
  void interval(LoadInterval interval, List<ThresholdVerdict> thresholds);

  /** Comes before each {@link #interval} of the measured part: the generator's check so far. */
  default void checked(GeneratorCheck soFar) {}
}
