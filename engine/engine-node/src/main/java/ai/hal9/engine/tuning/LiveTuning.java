package ai.hal9.engine.tuning;

import java.util.function.Consumer;

/** The values in force. Read {@link #current()} anew for every use; it is one volatile read. */
public interface LiveTuning {

  /** The values in force now. */
  EngineTuning current();

  /**
   * Calls the listener with the values in force, and again after every change, in order, on the
   * thread that applies it. A listener that must resize something does it here and must not block
   * for long.
   */
  void onChange(Consumer<EngineTuning> listener);

  /** Values that never change. */
  static LiveTuning fixed(EngineTuning tuning) {
    return new LiveTuning() {
      @Override
      public EngineTuning current() {
        return tuning;
      }

      @Override
      public void onChange(Consumer<EngineTuning> listener) {
        listener.accept(tuning);
      }
    };
  }
}
