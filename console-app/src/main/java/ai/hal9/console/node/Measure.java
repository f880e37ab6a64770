package ai.hal9.console.node;

import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.ChartSpec.Range;
import ai.hal9.console.ui.Unit;
import java.util.List;

/** What is measured of a node. */
enum Measure {
  P99("p99", "Latency p99", "at the node", Unit.SECONDS, Range.LATENCY, "all nodes together"),
  REQUESTS("requests", "Requests", "at the node", Unit.RATE, Range.FROM_ZERO, "mean of a node"),
  HITS(
      "hits", "Cache hit rate", "share of look-ups", Unit.SHARE, Range.SHARE, "all nodes together"),
  POOL(
      "pool",
      "Database pool in use",
      "share of its pool",
      Unit.SHARE,
      Range.SHARE,
      "all nodes together"),
  CPU("cpu", "Processor use", "cores", Unit.CORES, Range.FROM_ZERO, "mean of a node"),
  HEAP("heap", "Heap in use", "of the JVM", Unit.BYTES, Range.FROM_ZERO, "mean of a node");

  private final String id;
  private final String title;
  private final String vantage;
  private final Unit unit;
  private final Range range;
  private final String cluster;

  Measure(String id, String title, String vantage, Unit unit, Range range, String cluster) {
    this.id = id;
    this.title = title;
    this.vantage = vantage;
    this.unit = unit;
    this.range = range;
    this.cluster = cluster;
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  Unit unit() {
    return unit;
  }

  /** The cluster's value in a few words. */
  String beside(String value) {
    return (cluster.startsWith("mean") ? "mean " : "all nodes ") + value;
  }

  /** What the cluster's line is. */
  String cluster() {
    return cluster;
  }

  ChartSpec chart() {
    return new ChartSpec(
        "node-" + id,
        title,
        vantage,
        "This node's value beside the cluster's: %s.".formatted(cluster),
        unit,
        range,
        List.of(),
        "Appears as soon as the node is heard.");
  }
}
