package ai.hal9.engine.memory;

import ai.hal9.engine.memory.Recall.Reason;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Over PostgreSQL and Redis. */
final class StoredMemory implements NeuronMemory {

  private final Surroundings around;
  private final States states;
  private final Memories memories;

  StoredMemory(Surroundings around) {
    this.around = around;
    var versions = new VersionClock(around.clock());
    states = new States(around, versions);
    memories = new Memories(around, versions);
  }

  @Override
  public Recall<String> state(String neuron) {
    return of(neuron, known -> done(states.get(known)));
  }

  @Override
  public Recall<String> keepState(String neuron, String json) {
    return of(neuron, known -> done(states.put(known, json).name().toLowerCase(Locale.ROOT)));
  }

  @Override
  public Recall<Remembered> remember(String neuron, String content, List<Float> embedding) {
    return of(
        neuron,
        known ->
            embedding.isEmpty() || memories.vectors()
                ? done(memories.add(known, content, embedding))
                : noVectors());
  }

  @Override
  public Recall<List<String>> recent(String neuron, int limit) {
    return of(neuron, known -> done(memories.recent(known, limit)));
  }

  @Override
  public Recall<List<String>> search(String neuron, String words, int limit) {
    return of(neuron, known -> done(memories.search(known, words, limit)));
  }

  @Override
  public Recall<List<String>> nearest(String neuron, List<Float> embedding, int limit) {
    return of(
        neuron,
        known ->
            memories.vectors() ? done(memories.nearest(known, embedding, limit)) : noVectors());
  }

  @Override
  public int warm() {
    return states.warm();
  }

  @Override
  public void close(Duration deadline) {
    var end = around.nanoTime().getAsLong() + deadline.toNanos();
    try {
      states.close(deadline);
      memories.close(Duration.ofNanos(Math.max(0, end - around.nanoTime().getAsLong())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> Recall<T> of(String neuron, Function<Neuron, Recall<T>> question) {
    var known = around.neurons().find(neuron);
    if (known.isEmpty()) {
      return new Recall.Refused<>(Reason.NO_SUCH_NEURON, "No neuron has the id '" + neuron + "'.");
    }
    try {
      return question.apply(known.get());
    } catch (StoreException e) {
      return new Recall.Refused<>(Reason.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private static <T> Recall<T> done(T value) {
    return new Recall.Done<>(value);
  }

  private static <T> Recall<T> noVectors() {
    return new Recall.Refused<>(
        Reason.NO_VECTORS,
        "Embeddings need PostgreSQL's extension pgvector (CREATE EXTENSION vector), which this"
            + " database does not have.");
  }
}
