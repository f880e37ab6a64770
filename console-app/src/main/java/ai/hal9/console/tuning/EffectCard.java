package ai.hal9.console.tuning;

import ai.hal9.console.effect.Circumstances;
import ai.hal9.console.effect.Effect;
import ai.hal9.console.effect.EffectState;
import java.time.Duration;

/**
 * What is known of the effect of one change.
 *
 * @param change the change
 * @param population whose signals are measured, in words
 */
record EffectCard(Recorded change, String population, State state) {

  /** How far it has come. */
  sealed interface State {

    /**
     * It is being watched.
     *
     * @param progress how far
     * @param arriving whether any signal arrives
     */
    record Watching(EffectState progress, boolean arriving) implements State {}

    /** What it did, as far as it can be told. */
    record Measured(Effect effect, Circumstances circumstances) implements State {}

    /**
     * Another change came before it could be told.
     *
     * @param by the other
     * @param after time between the two
     */
    record Overtaken(Recorded by, Duration after) implements State {}

    /** It was made before this console listened. */
    record Unheard() implements State {}
  }

  /** Whether it will not change any more. */
  boolean settled() {
    return switch (state) {
      case State.Watching _ -> false;
      case State.Measured _, State.Overtaken _, State.Unheard _ -> true;
    };
  }
}
