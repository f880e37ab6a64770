package ai.hal9.engine.signal;

import ai.hal9.api.metric.Metric;
import ai.hal9.engine.telemetry.Meters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Meters a test can read. */
public final class RecordedMeters implements Meters {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> samples = new ConcurrentHashMap<>();
  private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

  @Override
  public Count count(Metric metric, String... labels) {
    var adder = counts.computeIfAbsent(metric.series(labels).key(), key -> new LongAdder());
    return adder::add;
  }

  @Override
  public Timing timing(Metric metric, String... labels) {
    var adder = samples.computeIfAbsent(metric.series(labels).key(), key -> new LongAdder());
    return nanos -> adder.increment();
  }

  @Override
  public void gauge(Metric metric, DoubleSupplier value, String... labels) {
    gauges.put(metric.series(labels).key(), value);
  }

  @Override
  public void total(Metric metric, DoubleSupplier value, String... labels) {
    gauges.put(metric.series(labels).key(), value);
  }

  /** A counter's total. */
  public long total(Metric metric, String... labels) {
    var adder = counts.get(metric.series(labels).key());
    return adder == null ? 0 : adder.sum();
  }

  /** How many times were recorded. */
  public long samples(Metric metric, String... labels) {
    var adder = samples.get(metric.series(labels).key());
    return adder == null ? 0 : adder.sum();
  }

  /** A gauge's value now. */
  public double value(Metric metric, String... labels) {
    var gauge = gauges.get(metric.series(labels).key());
    return gauge == null ? Double.NaN : gauge.getAsDouble();
  }
}
