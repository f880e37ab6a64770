package ai.hal9.engine.signal;

import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tuning that a test turns. */
public final class Knobs implements LiveTuning {

  private final Map<String, String> changed = new HashMap<>();
  private final List<Consumer<EngineTuning>> listeners = new CopyOnWriteArrayList<>();
  private volatile EngineTuning current = EngineTuning.defaults();

  /** Starts with these values, given as key and value in turn. */
  public Knobs(String... keysAndValues) {
    set(keysAndValues);
  }

  /** Changes values, given as key and value in turn. */
  public synchronized void set(String... keysAndValues) {
    for (var i = 0; i < keysAndValues.length; i += 2) {
      changed.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    current = EngineTuning.of(current.version() + 1, changed);
    listeners.forEach(listener -> listener.accept(current));
  }

  @Override
  public EngineTuning current() {
    return current;
  }

  @Override
  public void onChange(Consumer<EngineTuning> listener) {
    listeners.add(listener);
    listener.accept(current);
  }
}
