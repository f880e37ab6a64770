package ai.hal9.engine.signal;

/** Brings into the cache what is likely to be asked for. */
public interface CacheWarming {

  /**
   * How far a warming is.
   *
   * @param target keys it set out to bring; there may be fewer
   * @param answers answers brought so far
   * @param states neurons' states brought so far
   * @param running whether it still goes on
   * @param milliseconds how long it took, or takes since it began
   * @param problem what ended it too early; empty when nothing did
   */
  record Progress(
      int target, int answers, int states, boolean running, long milliseconds, String problem) {}

  /**
   * Begins in the background, unless one is under way.
   *
   * @param keys how many at most
   * @return whether it began
   */
  boolean begin(int keys);

  /** How far the last one is. */
  Progress progress();
}
