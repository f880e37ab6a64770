package ai.hal9.engine.store;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** A standby that is read from: its pool, which opens connections as they are used, and its log. */
final class Replica implements AutoCloseable {

  private static final Pattern HOSTS = Pattern.compile("//([^/?]+)");

  private final String name;
  private final String region;
  private final LiveConnections pool;
  private final LogPosition position;
  private volatile boolean wasUp;

  Replica(
      NodeConfig.Replica replica,
      Postgres.Server primary,
      LiveTuning tuning,
      Meters meters,
      InstantSource clock,
      LongSupplier nanoTime) {
    var hosts = HOSTS.matcher(replica.url());
    name = hosts.find() ? hosts.group(1) : replica.url();
    region = replica.region();
    pool =
        new LiveConnections(
            new Postgres.Server(replica.url(), primary.username(), primary.passwordFile()),
            tuning,
            Replica::asUsed,
            new OfStandby(meters, name),
            nanoTime,
            // one short wait for a connection: else the primary is asked
            () -> false);
    position = new LogPosition(pool::probe, clock, nanoTime);
  }

  /** Its address. */
  String name() {
    return name;
  }

  /** Whether it stands there, as far as anybody said. */
  boolean in(String place) {
    return region.equals(place);
  }

  /** Whether it answers as a standby; one that was promoted is the primary's matter. */
  boolean up() {
    var seen = position.seen();
    return seen != null && seen.standby();
  }

  LogPosition position() {
    return position;
  }

  /** Asks how far it is; its pool begins anew when it answers again. */
  void look() {
    var gone = wasUp && !up();
    position.look();
    if (up()) {
      wasUp = true;
      if (gone) {
        pool.renew();
      }
    }
  }

  Connections pool() {
    return pool;
  }

  @Override
  public void close() {
    position.close();
    pool.close();
  }

  private static EngineTuning.Database asUsed(EngineTuning.Database settings) {
    return settings.withMinConnections(0);
  }

  /** Times count like the primary's; the pool is told of as the standby's own. */
  private record OfStandby(Meters meters, String standby) implements Meters {

    private static final Map<Metric, Metric> POOL =
        Map.of(
            MetricCatalogue.DB_ACTIVE, MetricCatalogue.REPLICA_POOL_ACTIVE,
            MetricCatalogue.DB_PENDING, MetricCatalogue.REPLICA_POOL_PENDING,
            MetricCatalogue.DB_MAX, MetricCatalogue.REPLICA_POOL_MAX);

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
      var own = POOL.get(metric);
      if (own != null) {
        meters.gauge(own, value, standby);
      }
    }

    @Override
    public void total(Metric metric, DoubleSupplier value, String... labels) {}
  }
}
