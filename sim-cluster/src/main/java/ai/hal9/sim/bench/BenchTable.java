package ai.hal9.sim.bench;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Quantity;
import java.util.ArrayList;
import java.util.List;

/** Seed 1's table, both columns measured, with that document's own figures beside them. */
public final class BenchTable {

  private final BenchResult result;

  public BenchTable(BenchResult result) {
    this.result = result;
  }

  /** The table's lines. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(row("", "current", "target", "ratio (min–max of rounds)", "the seed's own figures"));
    lines.add(latency("Response time (p50)", 50, "200 ms → 50 ms"));
    lines.add(latency("Response time (p99)", 99, "2 s → 200 ms"));
    lines.add(
        row(
            "Throughput",
            Quantity.RATE.text(result.throughput(Mode.CURRENT)),
            Quantity.RATE.text(result.throughput(Mode.TARGET)),
            times(result.throughputGain(), "more"),
            "100 /s → 10,000 /s"));
    lines.add(
        row(
            "Concurrent users",
            users(Mode.CURRENT),
            users(Mode.TARGET),
            "same by design",
            "10 → 1,000+"));
    lines.add(
        row(
            "Database connections",
            Quantity.COUNT.text(result.connections(Mode.CURRENT)),
            Quantity.COUNT.text(result.connections(Mode.TARGET)),
            "highest sample in use",
            "unlimited → 100 pooled"));
    lines.add(
        row(
            "Cache hit rate",
            Quantity.SHARE.text(result.hitRate(Mode.CURRENT)),
            Quantity.SHARE.text(result.hitRate(Mode.TARGET)),
            "coalesced not counted",
            "0 % → 90 %+"));
    lines.add(row("Failed requests", failed(Mode.CURRENT), failed(Mode.TARGET), "", ""));
    lines.add("");
    for (var one : result.measurements()) {
      one.invalid()
          .forEach(
              reason ->
                  lines.add(
                      "✗ round %d, %s is no baseline: %s"
                          .formatted(one.round(), one.mode().label(), reason)));
    }
    return lines;
  }

  private String latency(String name, double percentile, String seed) {
    return row(
        name,
        supported(result.responseTime(Mode.CURRENT), percentile),
        supported(result.responseTime(Mode.TARGET), percentile),
        times(result.speedUp(percentile), "shorter"),
        seed);
  }

  private static String supported(LatencyHistogram distribution, double percentile) {
    return distribution.supports(percentile)
        ? Quantity.LATENCY.text((double) distribution.micros(percentile))
        : Quantity.UNKNOWN;
  }

  private String users(Mode mode) {
    return result.of(mode).stream()
        .findFirst()
        .map(one -> Quantity.exact(one.users()))
        .orElse(Quantity.UNKNOWN);
  }

  private String failed(Mode mode) {
    return "%s of %s"
        .formatted(Quantity.exact(result.failed(mode)), Quantity.exact(result.completed(mode)));
  }

  private static String times(Spread spread, String word) {
    return Double.isFinite(spread.median())
        ? "%s× %s (%s–%s)"
            .formatted(
                Quantity.COUNT.text(spread.median()),
                word,
                Quantity.COUNT.text(spread.least()),
                Quantity.COUNT.text(spread.most()))
        : Quantity.UNKNOWN;
  }

  private static String row(String name, String one, String two, String ratio, String seed) {
    return "%-24s %14s %14s   %-26s   %s".formatted(name, one, two, ratio, seed).stripTrailing();
  }
}
