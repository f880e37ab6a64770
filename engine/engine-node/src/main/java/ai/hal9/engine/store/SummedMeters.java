package ai.hal9.engine.store;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.engine.telemetry.Meters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/** Meters of several shards that keep one series together: what each tells is added up. */
final class SummedMeters implements Meters {

  private static final Map<Metric, Metric> ALONE =
      Map.of(
          MetricCatalogue.DB_ACTIVE, MetricCatalogue.SHARD_POOL_ACTIVE,
          MetricCatalogue.DB_PENDING, MetricCatalogue.SHARD_POOL_PENDING,
          MetricCatalogue.BUFFER_DEPTH, MetricCatalogue.SHARD_WAITING);

  private final Meters meters;
  private final Map<Series, List<DoubleSupplier>> parts = new ConcurrentHashMap<>();

  SummedMeters(Meters meters) {
    this.meters = meters;
  }

  /** The meters of one shard: some gauges are told of it alone as well. */
  Meters ofShard(String shard) {
    return new OfShard(shard);
  }

  @Override
  public Count count(Metric metric, String... labels) {
    return meters.count(metric, labels);
  }

  @Override
  public Timing timing(Metric metric, String... labels) {
    return meters.timing(metric, labels);
  }

  @Override
  public void gauge(Metric metric, DoubleSupplier value, String... labels) {
    meters.gauge(metric, sum(metric, value, labels), labels);
  }

  @Override
  public void total(Metric metric, DoubleSupplier value, String... labels) {
    meters.total(metric, sum(metric, value, labels), labels);
  }

  private DoubleSupplier sum(Metric metric, DoubleSupplier value, String... labels) {
    var all = parts.computeIfAbsent(metric.series(labels), series -> new CopyOnWriteArrayList<>());
    all.add(value);
    return () -> all.stream().mapToDouble(DoubleSupplier::getAsDouble).sum();
  }

  private final class OfShard implements Meters {

    private final String shard;

    private OfShard(String shard) {
      this.shard = shard;
    }

    @Override
    public Count count(Metric metric, String... labels) {
      return SummedMeters.this.count(metric, labels);
    }

    @Override
    public Timing timing(Metric metric, String... labels) {
      return SummedMeters.this.timing(metric, labels);
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value, String... labels) {
      SummedMeters.this.gauge(metric, value, labels);
      var alone = ALONE.get(metric);
      if (alone != null) {
        meters.gauge(alone, value, shard);
      }
    }

    @Override
    public void total(Metric metric, DoubleSupplier value, String... labels) {
      SummedMeters.this.total(metric, value, labels);
    }
  }
}
