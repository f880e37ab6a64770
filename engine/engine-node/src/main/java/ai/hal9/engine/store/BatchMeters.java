package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What the batches of signals are counted by, on all shards together and on each. */
final class BatchMeters {

  private static final long SHORTEST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

  private final LongSupplier nanoTime;
  private final Map<BatchTally.Trigger, Meters.Count> batches =
      new EnumMap<>(BatchTally.Trigger.class);
  private final Meters.Count stored;
  private final Meters.Count errors;
  private final LongAdder rows = new LongAdder();
  private final LongAdder written = new LongAdder();
  private long lastRows;
  private long lastWritten;
  private long lastRead;
  private double average;

  BatchMeters(Meters meters, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastRead = nanoTime.getAsLong();
    for (var trigger : BatchTally.Trigger.values()) {
      batches.put(
          trigger, meters.count(MetricCatalogue.BATCHES, trigger.name().toLowerCase(Locale.ROOT)));
    }
    stored = meters.count(MetricCatalogue.SIGNALS_STORED);
    errors = meters.count(MetricCatalogue.STORE_ERRORS);
    meters.gauge(MetricCatalogue.BATCH_SIZE_AVERAGE, this::average);
  }

  /** What a shard's batches are counted by. */
  OfShard ofShard(Meters.Count rowsOfShard) {
    return new OfShard(rowsOfShard);
  }

  /** A shard's part. */
  final class OfShard implements BatchTally {

    private final Meters.Count rowsOfShard;

    private OfShard(Meters.Count rowsOfShard) {
      this.rowsOfShard = rowsOfShard;
    }

    @Override
    public void committed(Trigger trigger, int count) {
      rowsOfShard.add(count);
      BatchMeters.this.committed(trigger, count);
    }

    void committedAlone(int count) {
      rowsOfShard.add(count);
      BatchMeters.this.committedAlone(count);
    }

    @Override
    public void failed() {
      errors.increment();
    }
  }

  private void committed(BatchTally.Trigger trigger, int count) {
    var counter = batches.get(trigger);
    if (counter != null) {
      counter.increment();
    }
    rows.add(count);
    written.increment();
    stored.add(count);
  }

  private void committedAlone(int count) {
    rows.add(count);
    written.add(count);
    stored.add(count);
  }

  /** Rows a batch since the last reading; 0 when there was none. Readings too close share one. */
  private synchronized double average() {
    var now = nanoTime.getAsLong();
    if (now - lastRead >= SHORTEST_INTERVAL) {
      var rowsNow = rows.sum();
      var writtenNow = written.sum();
      var batchesSince = writtenNow - lastWritten;
      average = batchesSince == 0 ? 0 : (double) (rowsNow - lastRows) / batchesSince;
      lastRows = rowsNow;
      lastWritten = writtenNow;
      lastRead = now;
    }
    return average;
  }
}
