package ai.hal9.engine.http;

import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.memory.Recall;
import ai.hal9.engine.memory.Remembered;
import java.time.Duration;
import java.util.List;

/** No neuron is there to keep anything. */
final class NoMemory implements NeuronMemory {

  private static <T> Recall<T> nobody() {
    return new Recall.Refused<>(Recall.Reason.NO_SUCH_NEURON, "There are no neurons here.");
  }

  @Override
  public Recall<String> state(String neuron) {
    return nobody();
  }

  @Override
  public Recall<String> keepState(String neuron, String json) {
    return nobody();
  }

  @Override
  public Recall<Remembered> remember(String neuron, String content, List<Float> embedding) {
    return nobody();
  }

  @Override
  public Recall<List<String>> recent(String neuron, int limit) {
    return nobody();
  }

  @Override
  public Recall<List<String>> search(String neuron, String words, int limit) {
    return nobody();
  }

  @Override
  public Recall<List<String>> nearest(String neuron, List<Float> embedding, int limit) {
    return nobody();
  }

  @Override
  public int warm() {
    return 0;
  }

  @Override
  public void close(Duration deadline) {}
}
