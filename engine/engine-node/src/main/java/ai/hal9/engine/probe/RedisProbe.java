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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks Redis' INFO. */
final class RedisProbe implements StoreProbe {

  /** Before the number of a database, and before that of a replica. */
  private static final String DATABASE = "db";

  private static final String REPLICA = "slave";

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
    var info = fields(this.info.get().lines(), ':');
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
    return numbered(info, DATABASE)
        .mapToDouble(database -> Double.parseDouble(database.getOrDefault("keys", "0")))
        .sum();
  }

  private static void replicas(Map<String, String> info, Map<Series, Double> gauges) {
    var written = Double.parseDouble(info.getOrDefault("master_repl_offset", "0"));
    numbered(info, REPLICA)
        .filter(replica -> replica.containsKey("offset"))
        .forEach(
            replica ->
                gauges.put(
                    MetricCatalogue.REDIS_REPLICA_LAG.series(
                        replica.get("ip") + ":" + replica.get("port")),
                    Math.max(0, written - Double.parseDouble(replica.get("offset")))));
  }

  /** The parts of the fields that have a number behind this name. */
  private static Stream<Map<String, String>> numbered(Map<String, String> info, String name) {
    return info.entrySet().stream()
        .filter(
            field ->
                field.getKey().startsWith(name)
                    && field.getKey().length() > name.length()
                    && Character.isDigit(field.getKey().charAt(name.length())))
        .map(field -> fields(Arrays.stream(field.getValue().split(",")), '='));
  }

  /** What stands before and behind the separator; comments have none. */
  private static Map<String, String> fields(Stream<String> lines, char separator) {
    var fields = new TreeMap<String, String>();
    lines.forEach(
        line -> {
          var at = line.indexOf(separator);
          if (at > 0) {
            fields.put(line.substring(0, at), line.substring(at + 1));
          }
        });
    return fields;
  }

  @Override
  public void close() {
    // The connection serves others.
  }
}
