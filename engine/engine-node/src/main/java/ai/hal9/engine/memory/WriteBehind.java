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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that were acknowledged before PostgreSQL has them, the newest of each key. They are written
 * in batches when {@code cache.batch_size} wait or the oldest has waited {@code
 * cache.flush_interval_ms}, and again until they are written; a row that PostgreSQL will never take
 * is dropped and told in the log. A crash loses what waits here.
 */
final class WriteBehind<K, R> {

  private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
  private static final int MOST = 50_000;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String noun;
  private final Consumer<List<R>> write;
  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final Meters.Count flushed;
  private final Meters.Count errors;
  private final Map<K, R> waiting = new LinkedHashMap<>();
  private final Map<K, R> underWay = new LinkedHashMap<>();
  private final Thread writer;
  private long oldest;
  private boolean closing;
  private boolean ended;

  /**
   * Writes in a thread of its own.
   *
   * @param entity its label in the metrics
   * @param noun what the rows are called; a plural
   * @param write writes rows, all or none; may be asked to write again what it has written
   */
  WriteBehind(
      String entity,
      String noun,
      Consumer<List<R>> write,
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime) {
    this.noun = noun;
    this.write = write;
    this.tuning = tuning;
    this.nanoTime = nanoTime;
    flushed = meters.count(MetricCatalogue.ENTITY_FLUSHED, entity);
    errors = meters.count(MetricCatalogue.STORE_ERRORS);
    meters.gauge(MetricCatalogue.ENTITY_UNFLUSHED, this::unflushed, entity);
    writer = Thread.ofVirtual().name("write-behind-" + entity).start(this::run);
  }

  /** Takes a row in the place of an older one of its key; false when there is no room. */
  synchronized boolean offer(K key, R row) {
    if (closing || (waiting.size() >= MOST && !waiting.containsKey(key))) {
      return false;
    }
    if (waiting.isEmpty()) {
      oldest = nanoTime.getAsLong();
    }
    waiting.put(key, row);
    var size = waiting.size();
    if (size == 1 || size == batch()) {
      notifyAll();
    }
    return true;
  }

  /** The newest row of the key that is not written yet. */
  synchronized @Nullable R unwritten(K key) {
    var row = waiting.get(key);
    return row == null ? underWay.get(key) : row;
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
      write.accept(rows);
      written(rows.size());
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
        write.accept(List.of(row));
        count++;
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
    underWay.clear();
    notifyAll();
  }

  private synchronized void putBack() {
    underWay.forEach(waiting::putIfAbsent);
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
