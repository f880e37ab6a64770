package ai.hal9.engine.resilience;

import java.time.Duration;

/** Told that a store is served by another server than before. */
@FunctionalInterface
public interface Moves {

  /**
   * Another server has taken over.
   *
   * @param from host and port of the one before
   * @param to of the one now
   * @param without how long neither answered
   */
  void moved(String from, String to, Duration without);

  /** Tells nobody. */
  static Moves unheeded() {
    return (from, to, without) -> {};
  }
}
