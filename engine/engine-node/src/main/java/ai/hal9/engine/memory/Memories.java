package ai.hal9.engine.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.engine.cache.VersionedCache;
import ai.hal9.engine.cache.VersionedCache.Place;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.tuning.CacheStrategy;
import ai.hal9.engine.tuning.LiveTuning;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Neurons' memories; {@code memory:{neuron}:recent} and {@code memory:search:{query_hash}} in
 * Redis, both old once the neuron has a new memory.
 */
final class Memories {

  private static final String ENTITY = "memory";

  /** A number of an embedding is an object, and a reference to it. */
  private static final int NUMBER_BYTES = 24;

  private final MemoryTable table;
  private final VersionedCache cache;
  private final VersionClock versions;
  private final SignalIds ids;
  private final LiveTuning tuning;
  private final WriteBehind<UUID, MemoryRow> behind;
  private final WriteCounts writes;
  private final Map<UUID, Neuron> byStoredId;

  Memories(NeuronMemory.Surroundings around, VersionClock versions) {
    table = new MemoryTable(around.database());
    cache = around.cache(ENTITY);
    this.versions = versions;
    ids = new SignalIds(around.clock(), around.seed());
    tuning = around.tuning();
    byStoredId =
        around.neurons().all().stream().collect(Collectors.toMap(Neuron::storedId, each -> each));
    behind =
        new WriteBehind<>(
            ENTITY, "memories", new Writing(), tuning, around.meters(), around.nanoTime());
    writes = new WriteCounts(around.meters(), ENTITY);
  }

  Remembered add(Neuron neuron, String content, List<Float> embedding) {
    var row = new MemoryRow(ids.next(), neuron.storedId(), content, embedding);
    var wanted = tuning.current().cache().memories();
    var later = wanted == CacheStrategy.WRITE_BEHIND && behind.offer(row.id(), row);
    if (!later) {
      write(neuron, List.of(row), wanted != CacheStrategy.CACHE_ASIDE);
    }
    var used =
        !later && wanted == CacheStrategy.WRITE_BEHIND ? CacheStrategy.WRITE_THROUGH : wanted;
    writes.add(used);
    return new Remembered(row.id(), Instant.ofEpochMilli(SignalIds.millis(row.id())), !later);
  }

  List<String> recent(Neuron neuron, int limit) {
    var found = cache.get(recent(neuron), () -> table.recent(neuron.storedId(), NeuronMemory.MOST));
    return found.text().lines().limit(limit).toList();
  }

  List<String> search(Neuron neuron, String words, int limit) {
    var place = new Place(subject(neuron), "memory:search:" + hash(neuron, words, limit));
    return cache
        .get(place, () -> table.search(neuron.storedId(), words, limit))
        .text()
        .lines()
        .toList();
  }

  List<String> nearest(Neuron neuron, List<Float> embedding, int limit) {
    return table.nearest(neuron.storedId(), embedding, limit).text().lines().toList();
  }

  boolean vectors() {
    return table.vectors();
  }

  void close(Duration deadline) throws InterruptedException {
    behind.close(deadline);
    cache.close();
  }

  private void write(Neuron neuron, List<MemoryRow> rows, boolean through) {
    cache.changing(subject(neuron));
    var version = inserted(neuron, rows);
    if (through) {
      putRecent(neuron);
    }
    cache.changed(subject(neuron), version);
  }

  private long inserted(Neuron neuron, List<MemoryRow> rows) {
    var least = versions.after(0);
    try {
      return table.insert(neuron.storedId(), rows, least);
    } catch (StoreException e) {
      if (e.mayBeDone()) {
        cache.perhapsChanged(subject(neuron), least);
      }
      throw e;
    }
  }

  private void putRecent(Neuron neuron) {
    try {
      cache.changed(recent(neuron), table.written(neuron.storedId(), NeuronMemory.MOST));
    } catch (StoreException e) {
      // The memories are stored; the next who asks for them reads them.
    }
  }

  private static Place recent(Neuron neuron) {
    return new Place(subject(neuron), "memory:" + neuron.id() + ":recent");
  }

  private static String subject(Neuron neuron) {
    return "memory:" + neuron.id();
  }

  private static String hash(Neuron neuron, String words, int limit) {
    try {
      var text = neuron.id() + "\0" + limit + "\0" + words;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Each has a key of its own, so that none takes another's place. */
  private final class Writing implements WriteBehind.Writing<MemoryRow> {
    @Override
    public int write(List<MemoryRow> rows) {
      rows.stream()
          .collect(Collectors.groupingBy(MemoryRow::neuron))
          .forEach(
              (id, each) ->
                  Memories.this.write(Objects.requireNonNull(byStoredId.get(id)), each, true));
      return rows.size();
    }

    @Override
    public MemoryRow newer(MemoryRow one, MemoryRow other) {
      return other;
    }

    @Override
    public long weight(MemoryRow row) {
      return WriteBehind.weight(row.content()) + (long) NUMBER_BYTES * row.embedding().size();
    }
  }
}
