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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Asks Redis' INFO. */
final class RedisProbe implements StoreProbe {

  private static final Pattern FIELD = Pattern.compile("(?m)^(\\w+):([^\r\n]*)");
  private static final Pattern PART = Pattern.compile("(\\w+)=([^,]*)");

  private final Supplier<String> info;
  private final Supplier<Map<Series, Double>> more;
  private final Supplier<String> address;
  private final String cluster;
  private final String region;
  private final Clock clock;
  private String server = "";
  private String run = "";
  private Instant startedAt = Instant.EPOCH;

  RedisProbe(
      Supplier<String> info,
      Supplier<Map<Series, Double>> more,
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
    server = address.get();
    var info = fields(FIELD, this.info.get());
    var counters = new HashMap<Series, Double>();
    put(info, "total_commands_processed", MetricCatalogue.REDIS_OPS, counters);
    put(info, "evicted_keys", MetricCatalogue.REDIS_EVICTED, counters);
    put(info, "keyspace_hits", MetricCatalogue.REDIS_HITS, counters);
    put(info, "keyspace_misses", MetricCatalogue.REDIS_MISSES, counters);
    var gauges = new HashMap<Series, Double>();
    put(info, "used_memory", MetricCatalogue.REDIS_MEMORY, gauges);
    if (!info.getOrDefault("maxmemory", "0").equals("0")) {
      put(info, "maxmemory", MetricCatalogue.REDIS_MEMORY_MAX, gauges);
    }
    put(info, "connected_clients", MetricCatalogue.REDIS_CLIENTS, gauges);
    gauges.put(MetricCatalogue.REDIS_KEYS.series(server), keys(info));
    replicas(info, gauges);
    gauges.putAll(more.get());
    return new StoreReading(source(info), counters, gauges);
  }

  private TelemetrySource source(Map<String, String> info) {
    if (!run.equals(info.get("run_id"))) {
      // Said in whole seconds: taken once a run, else it would waver and look like restarts.
      run = info.getOrDefault("run_id", "");
      startedAt =
          clock.instant().minusSeconds(Long.parseLong(info.getOrDefault("uptime_in_seconds", "0")));
    }
    var version = info.getOrDefault("redis_version", "");
    return new TelemetrySource(SourceKind.REDIS, server, cluster, region, version, startedAt);
  }

  private void put(
      Map<String, String> info, String field, Metric metric, Map<Series, Double> values) {
    var text = info.get(field);
    if (text != null) {
      values.put(metric.series(server), Double.parseDouble(text));
    }
  }

  private static double keys(Map<String, String> info) {
    return info.entrySet().stream()
        .filter(field -> field.getKey().matches("db\\d+"))
        .mapToDouble(
            field -> Double.parseDouble(fields(PART, field.getValue()).getOrDefault("keys", "0")))
        .sum();
  }

  private static void replicas(Map<String, String> info, Map<Series, Double> gauges) {
    var written = Double.parseDouble(info.getOrDefault("master_repl_offset", "0"));
    info.forEach(
        (field, value) -> {
          var replica = fields(PART, value);
          var offset = replica.get("offset");
          if (field.matches("slave\\d+") && offset != null) {
            var name = replica.get("ip") + ":" + replica.get("port");
            gauges.put(
                MetricCatalogue.REDIS_REPLICA_LAG.series(name),
                Math.max(0, written - Double.parseDouble(offset)));
          }
        });
  }

  private static Map<String, String> fields(Pattern pattern, String text) {
    var fields = new TreeMap<String, String>();
    pattern.matcher(text).results().forEach(match -> fields.put(match.group(1), match.group(2)));
    return fields;
  }

  @Override
  public void close() {
    // The connection serves others.
  }
}
