package ai.hal9.engine.memory;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that were acknowledged before PostgreSQL has them, the newest of each key, in whatever order
 * they come. There is room for a number of them and for a part of the heap. They are written in
 * batches when {@code cache.batch_size} wait or the oldest has waited {@code
 * cache.flush_interval_ms}, and again until they are written; a row that PostgreSQL will never take
 * is dropped and told in the log. A crash loses what waits here.
 */
final class WriteBehind<K, R> {

  private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
  private static final int MOST = 50_000;
  private static final int HEAP_SHARE = 8;
  private static final int ROW_BYTES = 300;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String noun;
  private final Writing<R> writing;
  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final Meters.Count flushed;
  private final Meters.Count errors;
  private final Map<K, R> waiting = new LinkedHashMap<>();
  private final Map<K, R> underWay = new LinkedHashMap<>();
  private final Thread writer;
  private final long mostWeight = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
  private long weight;
  private long oldest;
  private boolean closing;
  private boolean ended;

  /** What the rows are. */
  interface Writing<R> {

    /**
     * Writes rows, all or none; may be asked to write again what it has written.
     *
     * @return how many it wrote, without those that something newer stands for already
     */
    int write(List<R> rows);

    /** Which of two rows of a key counts. */
    R newer(R one, R other);

    /** About how many bytes of the heap a row takes. */
    long weight(R row);
  }

  /** About how many bytes of the heap a row takes that has this text. */
  static long weight(String text) {
    return ROW_BYTES + (long) Character.BYTES * text.length();
  }

  /**
   * Writes in a thread of its own.
   *
   * @param entity its label in the metrics
   * @param noun what the rows are called; a plural
   */
  WriteBehind(
      String entity,
      String noun,
      Writing<R> writing,
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime) {
    this.noun = noun;
    this.writing = writing;
    this.tuning = tuning;
    this.nanoTime = nanoTime;
    flushed = meters.count(MetricCatalogue.ENTITY_FLUSHED, entity);
    errors = meters.count(MetricCatalogue.STORE_ERRORS);
    meters.gauge(MetricCatalogue.ENTITY_UNFLUSHED, this::unflushed, entity);
    writer = Thread.ofVirtual().name("write-behind-" + entity).start(this::run);
  }

  /** Takes a row, and of its key only the newer; false when there is no room. */
  synchronized boolean offer(K key, R row) {
    var taken = writing.weight(row);
    if (closing
        || (waiting.size() >= MOST && !waiting.containsKey(key))
        || weight + taken > mostWeight) {
      return false;
    }
    if (waiting.isEmpty()) {
      oldest = nanoTime.getAsLong();
    }
    keep(key, row);
    var size = waiting.size();
    if (size == 1 || size == batch()) {
      notifyAll();
    }
    return true;
  }

  private void keep(K key, R row) {
    var before = waiting.get(key);
    var after = before == null ? row : writing.newer(before, row);
    waiting.put(key, after);
    weight += writing.weight(after) - (before == null ? 0 : writing.weight(before));
  }

  /** The newest row of the key that is not written yet. */
  synchronized @Nullable R unwritten(K key) {
    var row = waiting.get(key);
    var other = underWay.get(key);
    return row == null || other == null ? (row == null ? other : row) : writing.newer(row, other);
  }

  /** How many rows a crash would lose now. */
  synchronized int unflushed() {
    return waiting.size() + underWay.size();
  }

  /** Writes what waits until the deadline; how many rows were lost. */
  synchronized int close(Duration deadline) throws InterruptedException {
    closing = true;
    notifyAll();
    var end = nanoTime.getAsLong() + deadline.toNanos();
    while (unflushed() > 0 && nanoTime.getAsLong() < end) {
      wait(10);
    }
    ended = true;
    writer.interrupt();
    var lost = unflushed();
    if (lost > 0) {
      LOG.error("{} {} that were acknowledged are not stored at the stop", lost, noun);
    }
    return lost;
  }

  private void run() {
    try {
      while (take()) {
        flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean take() throws InterruptedException {
    while (!ended && !due()) {
      wait(waiting.isEmpty() ? 0 : Math.max(1, Duration.ofNanos(left()).toMillis()));
    }
    var most = batch();
    var each = waiting.entrySet().iterator();
    while (each.hasNext() && underWay.size() < most) {
      var entry = each.next();
      underWay.put(entry.getKey(), entry.getValue());
      each.remove();
    }
    oldest = nanoTime.getAsLong();
    return !ended;
  }

  private void flush() throws InterruptedException {
    List<R> rows;
    synchronized (this) {
      rows = new ArrayList<>(underWay.values());
    }
    try {
      written(writing.write(rows));
    } catch (StoreException e) {
      errors.increment();
      if (e.ofRow()) {
        oneByOne(rows);
      } else {
        LOG.debug("{} cannot be written now", noun, e);
        putBack();
        Thread.sleep(PAUSE);
      }
    }
  }

  private void oneByOne(List<R> rows) {
    var count = 0;
    for (var row : rows) {
      try {
        count += writing.write(List.of(row));
      } catch (StoreException e) {
        errors.increment();
        if (!e.ofRow()) {
          putBack();
          return;
        }
        LOG.error("One of the {} will never be stored and is dropped", noun, e);
      }
    }
    written(count);
  }

  private synchronized void written(int rows) {
    flushed.add(rows);
    underWay.values().forEach(row -> weight -= writing.weight(row));
    underWay.clear();
    notifyAll();
  }

  private synchronized void putBack() {
    underWay.values().forEach(row -> weight -= writing.weight(row));
    underWay.forEach(this::keep);
    underWay.clear();
  }

  private boolean due() {
    return !waiting.isEmpty() && (closing || waiting.size() >= batch() || left() <= 0);
  }

  private long left() {
    return oldest + tuning.current().cache().flushInterval().toNanos() - nanoTime.getAsLong();
  }

  private int batch() {
    return tuning.current().cache().batchSize();
  }
}
