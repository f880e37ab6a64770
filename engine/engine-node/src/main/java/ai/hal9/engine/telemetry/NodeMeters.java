package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricType;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencyRecorder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The meters of this node. Recording takes no lock and allocates nothing; looking a meter up again
 * yields the same one.
 */
final class NodeMeters implements Meters {

  private final Map<Series, Total> counts = new ConcurrentHashMap<>();
  private final Map<Series, DoubleSupplier> totals = new ConcurrentHashMap<>();
  private final Map<Series, DoubleSupplier> gauges = new ConcurrentHashMap<>();
  private final Map<Series, LazyTiming> timings = new ConcurrentHashMap<>();

  @Override
  public Count count(Metric metric, String... labels) {
    return counts.computeIfAbsent(
        series(metric, MetricType.COUNTER, labels), series -> new Total());
  }

  @Override
  public Timing timing(Metric metric, String... labels) {
    return timings.computeIfAbsent(
        series(metric, MetricType.HISTOGRAM, labels), series -> new LazyTiming());
  }

  @Override
  public void gauge(Metric metric, DoubleSupplier value, String... labels) {
    gauges.put(series(metric, MetricType.GAUGE, labels), value);
  }

  @Override
  public void total(Metric metric, DoubleSupplier value, String... labels) {
    totals.put(series(metric, MetricType.COUNTER, labels), value);
  }

  /** The totals of all counters now; one whose supplier fails or knows nothing is absent. */
  Map<Series, Double> counters() {
    var read = read(totals);
    counts.forEach((series, total) -> read.put(series, (double) total.sum.sum()));
    return read;
  }

  /** The gauges now; one whose supplier fails or knows nothing is absent. */
  Map<Series, Double> gauges() {
    return read(gauges);
  }

  /** What was recorded since the last call, of every timing that was ever recorded into. */
  Map<Series, LatencyHistogram> swapLatencies() {
    return timings.entrySet().stream()
        .filter(entry -> entry.getValue().recorder != null)
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().swap()));
  }

  private static Series series(Metric metric, MetricType type, String... labels) {
    if (metric.type() != type) {
      throw new IllegalArgumentException(metric.name() + " is a " + metric.type() + ", no " + type);
    }
    return metric.series(labels);
  }

  private static Map<Series, Double> read(Map<Series, DoubleSupplier> suppliers) {
    var values = new ConcurrentHashMap<Series, Double>();
    suppliers.forEach(
        (series, supplier) -> {
          var value = valueOf(supplier);
          if (Double.isFinite(value)) {
            values.put(series, value);
          }
        });
    return values;
  }

  /** A supplier whose subject is closed or broken makes a gap, and no other meter suffers. */
  private static double valueOf(DoubleSupplier supplier) {
    try {
      return supplier.getAsDouble();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }

  private static final class Total implements Count {

    final LongAdder sum = new LongAdder();

    @Override
    public void add(long amount) {
      sum.add(amount);
    }
  }

  /** Takes its memory, some 350 KB, at the first record: most labelled series never see one. */
  private static final class LazyTiming implements Timing {

    volatile @Nullable LatencyRecorder recorder;

    @Override
    public void recordNanos(long nanos) {
      var present = recorder;
      (present == null ? first() : present).recordNanos(nanos);
    }

    private synchronized LatencyRecorder first() {
      var present = recorder;
      if (present == null) {
        present = new LatencyRecorder();
        recorder = present;
      }
      return present;
    }

    LatencyHistogram swap() {
      var present = recorder;
      return present == null ? LatencyHistogram.none() : present.swap();
    }
  }
}
