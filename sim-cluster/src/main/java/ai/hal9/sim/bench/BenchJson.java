package ai.hal9.sim.bench;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.SimJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A bench as data, described in {@code docs/report-json.md}. */
public final class BenchJson {

  private static final int SCHEMA_VERSION = 1;

  private final BenchResult result;

  public BenchJson(BenchResult result) {
    this.result = result;
  }

  /** The result as text. */
  public String text() {
    var root = object();
    root.put("schema", "hal9-bench");
    root.put("schema_version", SCHEMA_VERSION);
    for (var mode : Mode.values()) {
      root.set(mode.label(), column(mode));
    }
    var ratios = root.putObject("ratios");
    ratios.set("response_time_p50", spread(result.speedUp(50)));
    ratios.set("response_time_p99", spread(result.speedUp(99)));
    ratios.set("throughput", spread(result.throughputGain()));
    var rounds = root.putArray("measurements");
    result.measurements().forEach(one -> rounds.add(measurement(one)));
    return SimJson.PRETTY.writeValueAsString(root);
  }

  private ObjectNode column(Mode mode) {
    var node = object();
    latency(node, result.responseTime(mode));
    known(node, "throughput_per_second", result.throughput(mode));
    known(node, "database_connections", result.connections(mode));
    known(node, "cache_hit_rate", result.hitRate(mode));
    node.put("completed", result.completed(mode));
    node.put("failed", result.failed(mode));
    return node;
  }

  private static ObjectNode measurement(Measurement one) {
    var node = object();
    node.put("round", one.round());
    node.put("mode", one.mode().label());
    node.put("window_ms", one.offered().length().toMillis());
    node.put("users", one.users());
    latency(node, one.responseTime());
    known(node, "throughput_per_second", one.throughput());
    known(node, "database_connections", one.connections());
    node.put("completed", one.completed());
    node.put("failed", one.failed());
    node.put("histogram", one.responseTime().encoded());
    var reasons = node.putArray("invalid_because");
    one.invalid().forEach(reasons::add);
    return node;
  }

  private static void latency(ObjectNode node, LatencyHistogram distribution) {
    node.put("n", distribution.count());
    known(node, "p50_us", supported(distribution, 50));
    known(node, "p99_us", supported(distribution, 99));
  }

  private static double supported(LatencyHistogram distribution, double percentile) {
    return distribution.supports(percentile) ? distribution.micros(percentile) : Double.NaN;
  }

  private static ObjectNode spread(Spread spread) {
    var node = object();
    known(node, "median", spread.median());
    known(node, "min", spread.least());
    known(node, "max", spread.most());
    return node;
  }

  private static void known(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
