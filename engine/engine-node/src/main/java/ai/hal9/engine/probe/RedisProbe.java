package ai.hal9.engine.probe;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.telemetry.StoreReading;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Asks Redis' INFO. */
final class RedisProbe implements StoreProbe {

  /** Before the number of a database, and before that of a replica. */
  private static final String DATABASE = "db";

  private static final String REPLICA = "slave";

  private final Supplier<String> info;
  private final Supplier<Map<Metric, Double>> more;
  private final Supplier<String> address;
  private final String cluster;
  private final String region;
  private final Clock clock;
  private final IdentityHashMap<Metric, Series> series = new IdentityHashMap<>();
  private String server = "";
  private String run = "";
  private Instant startedAt = Instant.EPOCH;

  RedisProbe(
      Supplier<String> info,
      Supplier<Map<Metric, Double>> more,
      Supplier<String> address,
      String cluster,
      String region,
      Clock clock) {
    this.info = info;
    this.more = more;
    this.address = address;
    this.cluster = cluster;
    this.region = region;
    this.clock = clock;
  }

  @Override
  public SourceKind kind() {
    return SourceKind.REDIS;
  }

  @Override
  public StoreReading read() {
    named(address.get());
    var info = new RedisInfo(this.info.get());
    var counters = new HashMap<Series, Double>();
    put(info, "total_commands_processed", MetricCatalogue.REDIS_OPS, counters);
    put(info, "evicted_keys", MetricCatalogue.REDIS_EVICTED, counters);
    put(info, "keyspace_hits", MetricCatalogue.REDIS_HITS, counters);
    put(info, "keyspace_misses", MetricCatalogue.REDIS_MISSES, counters);
    var gauges = new HashMap<Series, Double>();
    put(info, "used_memory", MetricCatalogue.REDIS_MEMORY, gauges);
    info.number("maxmemory")
        .filter(limit -> limit > 0)
        .ifPresent(limit -> gauges.put(series(MetricCatalogue.REDIS_MEMORY_MAX), limit));
    put(info, "connected_clients", MetricCatalogue.REDIS_CLIENTS, gauges);
    gauges.put(series(MetricCatalogue.REDIS_KEYS), keys(info));
    replicas(info, gauges);
    more.get().forEach((metric, value) -> gauges.put(series(metric), value));
    return new StoreReading(source(info), counters, gauges);
  }

  /** What its series are called is kept for as long as it is the same server. */
  private void named(String now) {
    if (!server.equals(now)) {
      server = now;
      series.clear();
    }
  }

  private Series series(Metric metric) {
    return series.computeIfAbsent(metric, known -> known.series(server));
  }

  private TelemetrySource source(RedisInfo info) {
    var told = info.field("run_id").orElse("");
    if (!run.equals(told)) {
      // Said in whole seconds: taken once a run, else it would waver and look like restarts.
      run = told;
      var up = info.field("uptime_in_seconds").map(Long::parseLong).orElse(0L);
      startedAt = clock.instant().minusSeconds(up);
    }
    var version = info.field("redis_version").orElse("");
    return new TelemetrySource(SourceKind.REDIS, server, cluster, region, version, startedAt);
  }

  private void put(RedisInfo info, String field, Metric metric, Map<Series, Double> values) {
    info.number(field).ifPresent(value -> values.put(series(metric), value));
  }

  private static double keys(RedisInfo info) {
    return info.numbered(DATABASE).stream()
        .mapToDouble(base -> RedisInfo.part(base, "keys").map(Double::parseDouble).orElse(0.0))
        .sum();
  }

  private static void replicas(RedisInfo info, Map<Series, Double> gauges) {
    var written = info.number("master_repl_offset").orElse(0.0);
    for (var replica : info.numbered(REPLICA)) {
      var name =
          RedisInfo.part(replica, "ip").orElse("")
              + ":"
              + RedisInfo.part(replica, "port").orElse("");
      RedisInfo.part(replica, "offset")
          .map(Double::parseDouble)
          .ifPresent(
              read ->
                  gauges.put(
                      MetricCatalogue.REDIS_REPLICA_LAG.series(name), Math.max(0, written - read)));
    }
  }

  @Override
  public void close() {
    // The connection serves others.
  }
}
