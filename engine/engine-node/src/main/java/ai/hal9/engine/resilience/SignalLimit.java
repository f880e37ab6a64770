package ai.hal9.engine.resilience;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Priority;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning.Performance;
import ai.hal9.engine.tuning.LiveTuning;
import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many signals neurons work on side by side: {@code performance.max_concurrent_signals}, or
 * what Gradient2 finds. That is, once a window,
 *
 * <pre>limit ← 0.8 · limit + 0.2 · (limit · max(0.5, min(1, 1.5 · long / short)) + queue)</pre>
 *
 * where short is the window's mean time of a signal under its permit, long its exponential average
 * over some 600 windows, and queue 4: the limit grows while time stays near its long average and
 * shrinks as it rises above (Netflix concurrency-limits, {@code Gradient2Limit}). A limit that less
 * than half is used of is left as it is.
 */
public final class SignalLimit {

  private static final int LEAST = 2;
  private static final Duration WINDOW = Duration.ofMillis(250);
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(1);

  private final ParallelLimit permits = new ParallelLimit(1, 1);
  private final LongSupplier nanoTime;
  private final Map<Priority, Meters.Count> shed = new EnumMap<>(Priority.class);
  private volatile @Nullable Limit adaptive;
  private int most;
  private int era;

  /** A limit that follows {@code performance.*}. */
  public SignalLimit(LiveTuning tuning, Meters meters, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (var priority : Priority.values()) {
      shed.put(priority, meters.count(MetricCatalogue.SIGNALS_SHED, priority.wireName()));
    }
    tuning.onChange(values -> follow(values.performance()));
    meters.gauge(MetricCatalogue.PARALLEL_ACTIVE, permits::active);
    meters.gauge(MetricCatalogue.PARALLEL_MAX, permits::limit);
    meters.gauge(MetricCatalogue.PARALLEL_WAITING, permits::waiting);
  }

  /** Waits for a permit; false when there is no place for it, since others matter more. */
  public boolean tryAcquire(Wish wish) {
    return permits.tryAcquire(wish);
  }

  /** Lets a wish matter more, while it waits. */
  public void raise(Wish wish, Priority priority) {
    permits.raise(wish, priority);
  }

  /** Counts a signal that is refused for want of a place. */
  public void shed(Priority priority) {
    var count = shed.get(priority);
    if (count != null) {
      count.increment();
    }
  }

  /** Takes a permit if one is free and nobody waits for it; never waits. */
  public boolean acquireNow() {
    return permits.acquireNow();
  }

  /**
   * Gives a permit back.
   *
   * @param sinceNanos the monotonic clock when it was got
   */
  public void release(long sinceNanos) {
    var learning = adaptive;
    if (learning != null) {
      var time = Math.max(1, nanoTime.getAsLong() - sinceNanos);
      learning.onSample(sinceNanos, time, permits.active(), false);
    }
    permits.release();
  }

  private synchronized void follow(Performance values) {
    permits.room(values.maxWaitingSignals());
    if (!values.adaptive() || !values.parallelism()) {
      adaptive = null;
      era++;
      permits.resize(values.parallelism() ? values.maxConcurrentSignals() : 1);
    } else if (adaptive == null || most != values.maxAdaptiveSignals()) {
      most = values.maxAdaptiveSignals();
      var start = adaptive == null ? values.maxConcurrentSignals() : permits.limit();
      adaptive = learning(Math.min(start, most), most);
    }
  }

  private Limit learning(int start, int highest) {
    var gradient =
        Gradient2Limit.newBuilder()
            .initialLimit(start)
            .minLimit(Math.min(LEAST, highest))
            .maxConcurrency(highest)
            .build();
    var windowed =
        WindowedLimit.newBuilder()
            .minWindowTime(WINDOW.toNanos(), TimeUnit.NANOSECONDS)
            .maxWindowTime(LONGEST_WINDOW.toNanos(), TimeUnit.NANOSECONDS)
            .build(gradient);
    permits.resize(start);
    var mine = ++era;
    windowed.notifyOnChange(found -> learned(mine, found));
    return windowed;
  }

  /** What an earlier era's limit finds is late. */
  private synchronized void learned(int in, int found) {
    if (in == era) {
      permits.resize(found);
    }
  }
}
