package ai.hal9.engine.signal;

import ai.hal9.engine.cache.LastingValues;
import ai.hal9.engine.store.StoredRow;
import ai.hal9.engine.store.Tuple;
import ai.hal9.engine.tuning.CacheStrategy;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Committed signals, {@code signal:{id}} in Redis as {@code NEURON|TIME|PAYLOAD}. Only what
 * PostgreSQL has committed is there: what is queued is not.
 */
final class SignalCache {

  /** Larger rows are not put when they are committed, so that what waits takes little memory. */
  private static final int LARGEST = 16 * 1024;

  private final @Nullable LastingValues values;
  private final LiveTuning tuning;

  /** A cache over the values; without any, everything is loaded. */
  SignalCache(@Nullable LastingValues values, LiveTuning tuning) {
    this.values = values;
    this.tuning = tuning;
  }

  /** The row; loaded where Redis does not have it. */
  Optional<StoredRow> find(UUID id, Supplier<Optional<StoredRow>> loader) {
    return values == null
        ? loader.get()
        : values
            .get(name(id), () -> loader.get().map(SignalCache::text))
            .map(text -> row(id, text));
  }

  /** Takes a row that PostgreSQL has just committed; never blocks nor fails. */
  void committed(UUID id, byte[] tuple) {
    if (values != null
        && tuning.current().cache().signals() == CacheStrategy.WRITE_THROUGH
        && tuple.length <= LARGEST) {
      values.offer(new LastingValues.Entry(name(id), () -> text(only(Tuple.split(tuple)).row())));
    }
  }

  private static Tuple only(List<Tuple> tuples) {
    return tuples.getFirst();
  }

  private static String name(UUID id) {
    return "signal:" + id;
  }

  private static String text(StoredRow row) {
    return row.neuronId() + "|" + row.timestamp() + "|" + row.payload();
  }

  private static StoredRow row(UUID id, String text) {
    var parts = text.split("\\|", 3);
    return new StoredRow(id, UUID.fromString(parts[0]), Instant.parse(parts[1]), parts[2]);
  }
}
