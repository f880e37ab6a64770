package ai.hal9.engine.trace;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a collector of some requests' spans. A request whose parent is told of is told of too; of
 * those without a parent a share. They wait in a bounded queue for one thread that looks every
 * quarter of a second, so that a request costs no wake-up; what finds no room, or no collector, is
 * dropped and counted, and nobody waits.
 */
public final class Tracing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
  private static final int MOST_WAITING = 4_096;
  private static final int BATCH = 256;
  private static final Duration PERIOD = Duration.ofMillis(250);
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final OtlpSpans collector;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ArrayBlockingQueue<RequestSpans> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Meters.Count exported;
  private final Meters.Count noRoom;
  private final Meters.Count noCollector;
  private final Thread thread;
  private volatile long threshold;
  private boolean reached = true;

  /**
   * Who tells.
   *
   * @param node the node's name
   * @param cluster its cluster
   * @param region where it stands
   * @param version the product's
   */
  public record Source(String node, String cluster, String region, String version) {}

  private Tracing(
      OtlpSpans collector,
      LiveTuning tuning,
      Meters meters,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.collector = collector;
    this.clock = clock;
    this.nanoTime = nanoTime;
    exported = meters.count(MetricCatalogue.TRACE_SPANS_EXPORTED);
    noRoom = meters.count(MetricCatalogue.TRACE_SPANS_DROPPED, "full");
    noCollector = meters.count(MetricCatalogue.TRACE_SPANS_DROPPED, "failed");
    meters.gauge(MetricCatalogue.TRACE_WAITING, waiting::size);
    tuning.onChange(values -> threshold = (long) (values.sampleRatio() * Long.MAX_VALUE));
    thread = Thread.ofPlatform().daemon().name("traces").start(this::run);
  }

  /**
   * Tells a collector from now on.
   *
   * @param endpoint OTLP over HTTP; a path is added where it has none
   */
  public static Tracing to(
      URI endpoint,
      Source source,
      LiveTuning tuning,
      Meters meters,
      InstantSource clock,
      LongSupplier nanoTime) {
    return new Tracing(new OtlpSpans(endpoint, source), tuning, meters, clock, nanoTime);
  }

  /**
   * Begins to gather a request's spans, if it is one of those that are told of.
   *
   * @param parent who asks, if it says so
   * @param startNanos when its first byte was read, on the monotonic clock
   */
  public @Nullable RequestSpans begin(@Nullable TraceContext parent, long startNanos) {
    if (parent == null ? !chosen() : !parent.sampled()) {
      return null;
    }
    var context = parent == null ? TraceContext.made(true) : parent.next();
    return new RequestSpans(context, parent, startNanos, wallOffset(), this::complete);
  }

  /**
   * Begins to gather what comes of a request after its own spans were told of, maybe by another
   * node, if it is one of those that are told of. Its stages are told of once it is released.
   */
  public @Nullable RequestSpans later(TraceContext request) {
    return request.sampled()
        ? new RequestSpans(request, null, nanoTime.getAsLong(), wallOffset(), this::complete)
        : null;
  }

  private long wallOffset() {
    var now = clock.instant();
    var wall = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return wall - nanoTime.getAsLong();
  }

  private boolean chosen() {
    return (ThreadLocalRandom.current().nextLong() >>> 1) < threshold;
  }

  private void complete(RequestSpans spans) {
    if (!waiting.offer(spans)) {
      noRoom.add(OtlpSpans.count(spans));
    }
  }

  private void run() {
    var batch = new ArrayList<RequestSpans>(BATCH);
    try {
      boolean last;
      do {
        last = ending.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        while (waiting.drainTo(batch, BATCH) > 0) {
          send(batch);
          batch.clear();
        }
      } while (!last);
    } catch (InterruptedException e) {
      LOG.debug("Traces are not told any more");
    }
  }

  private void send(List<RequestSpans> batch) {
    var count = batch.stream().mapToLong(OtlpSpans::count).sum();
    var failure = collector.send(batch);
    if (failure.isEmpty()) {
      exported.add(count);
      reached = true;
      return;
    }
    noCollector.add(count);
    if (reached) {
      LOG.warn("Traces are dropped while the collector does not take them: {}", failure.get());
    }
    reached = false;
  }

  /** Tells of what waits, for a few seconds at most. */
  @Override
  public void close() {
    ending.countDown();
    try {
      thread.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    collector.close();
  }
}
