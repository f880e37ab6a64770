package ai.hal9.console.effect;

import java.time.Duration;

/** How far the watching of a change has come. */
public sealed interface EffectState {

  /**
   * The system has not come to rest yet.
   *
   * @param since time since the change
   */
  record Settling(Duration since) implements EffectState {}

  /**
   * The window after the change is filling.
   *
   * @param filled how much of it there is
   * @param wanted its length
   */
  record Collecting(Duration filled, Duration wanted) implements EffectState {}

  /** It is known what the change did, as far as it can be. */
  record Measured(Effect effect) implements EffectState {}
}
