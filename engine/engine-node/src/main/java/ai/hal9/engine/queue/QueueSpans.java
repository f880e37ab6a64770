package ai.hal9.engine.queue;

import ai.hal9.engine.trace.TraceContext;
import ai.hal9.engine.trace.Tracing;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a signal's way from the queue into PostgreSQL, beside what its request told of: {@code
 * queue} until a consumer took it, by the clocks, and {@code write} until it was committed or given
 * up.
 */
record QueueSpans(@Nullable Tracing tracing, InstantSource clock, LongSupplier nanoTime) {

  /** All of these are committed. */
  void stored(QueueEntry entry, long takenNanos) {
    if (tracing != null) {
      stored(entry, entry.traces().sampled(), takenNanos);
    }
  }

  /** These of them are committed. */
  void stored(QueueEntry entry, List<TraceContext> requests, long takenNanos) {
    requests.forEach(request -> tell(entry, request, takenNanos, ""));
  }

  /** These of them became dead letters, for this reason. */
  void dead(QueueEntry entry, List<TraceContext> requests, long takenNanos, String reason) {
    requests.forEach(request -> tell(entry, request, takenNanos, reason));
  }

  private void tell(QueueEntry entry, TraceContext request, long takenNanos, String error) {
    var spans = tracing == null ? null : tracing.later(request);
    if (spans == null) {
      return;
    }
    var now = nanoTime.getAsLong();
    var age = TimeUnit.MILLISECONDS.toNanos(clock.millis() - entry.millis());
    spans.stage("queue", Math.min(now - age, takenNanos), takenNanos);
    spans.stage("write", takenNanos, now, error);
    spans.release();
  }
}
