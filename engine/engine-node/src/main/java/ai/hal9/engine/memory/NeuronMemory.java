package ai.hal9.engine.memory;

import ai.hal9.engine.cache.VersionedCache;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What neurons keep, in PostgreSQL and cached. Every method blocks and never throws for what a
 * client or a store did: that is a {@link Recall.Refused}.
 */
public interface NeuronMemory {

  /** The most memories one question is answered with. */
  int MOST = 100;

  /** The most numbers of an embedding, pgvector's limit for comparing exactly. */
  int MOST_DIMENSIONS = 16_000;

  /**
   * What they are made of.
   *
   * @param neurons who there is
   * @param database where everything is kept
   * @param redis where it is cached
   * @param redisBreaker around that
   * @param tuning {@code cache.*}
   * @param meters where is counted
   * @param clock the time
   * @param nanoTime for durations
   * @param seed random, of the ids
   */
  record Surroundings(
      Neurons neurons,
      Database database,
      ClusterRedis redis,
      Breaker redisBreaker,
      LiveTuning tuning,
      Meters meters,
      Clock clock,
      LongSupplier nanoTime,
      long seed) {

    VersionedCache cache(String entity) {
      return VersionedCache.of(entity, redis, redisBreaker, tuning, meters, nanoTime);
    }
  }

  /** Over real stores. */
  static NeuronMemory in(Surroundings around) {
    return new StoredMemory(around);
  }

  /** A neuron's state; {@code null} in JSON while it has none. */
  Recall<String> state(String neuron);

  /**
   * Replaces a neuron's state by {@code cache.state_strategy}.
   *
   * @param json an object that {@link StateText} lets pass
   * @return how it was written: {@code write_through}, {@code write_behind} or {@code cache_aside}
   */
  Recall<String> keepState(String neuron, String json);

  /**
   * Adds a memory by {@code cache.memory_strategy}.
   *
   * @param embedding empty for none
   */
  Recall<Remembered> remember(String neuron, String content, List<Float> embedding);

  /** A neuron's newest memories, newest first, each as JSON; up to {@link #MOST}. */
  Recall<List<String>> recent(String neuron, int limit);

  /** Those of a neuron's memories that match the words, best first, each as JSON. */
  Recall<List<String>> search(String neuron, String words, int limit);

  /** A neuron's memories whose embeddings are nearest by cosine distance, each as JSON. */
  Recall<List<String>> nearest(String neuron, List<Float> embedding, int limit);

  /** Reads all neurons' states into Redis; how many there were. */
  int warm();

  /** Writes what waits, for so long at most. */
  void close(Duration deadline);
}
