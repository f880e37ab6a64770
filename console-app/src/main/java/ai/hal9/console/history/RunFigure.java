package ai.hal9.console.history;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.report.SavedReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One figure of a run, so that runs can be held against each other.
 *
 * @param vantage where it is measured; empty where that has no meaning
 * @param better in which direction a difference is good
 * @param value not a number where it is not known, or its samples do not support it
 */
record RunFigure(
    String name, String vantage, Unit unit, Better better, ToDoubleFunction<SavedReport> value) {

  /** Which direction is good. */
  enum Better {
    LOWER,
    HIGHER,
    NEITHER
  }

  static final List<RunFigure> ALL =
      List.of(
          new RunFigure(
              "Offered",
              "client",
              Unit.RATE,
              Better.NEITHER,
              report -> report.offered().offeredRate()),
          new RunFigure("Completed", "client", Unit.RATE, Better.NEITHER, SavedReport::throughput),
          new RunFigure(
              "Failed", "client", Unit.SHARE, Better.LOWER, report -> report.counts().failedRate()),
          new RunFigure(
              "Dropped",
              "client",
              Unit.COUNT,
              Better.LOWER,
              report -> (double) report.counts().dropped()),
          latency("Response p50", "client", SavedReport::responseTime, 50),
          latency("Response p95", "client", SavedReport::responseTime, 95),
          latency("Response p99", "client", SavedReport::responseTime, 99),
          latency("Response p99.9", "client", SavedReport::responseTime, 99.9),
          new RunFigure(
              "Response max",
              "client",
              Unit.SECONDS,
              Better.LOWER,
              report -> max(report.responseTime())),
          latency("Service p50", "client", SavedReport::serviceTime, 50),
          latency("Service p99", "client", SavedReport::serviceTime, 99),
          latency("Processing p50", "server", report -> report.server().processingTime(), 50),
          latency("Processing p99", "server", report -> report.server().processingTime(), 99),
          new RunFigure(
              "Cache hit rate",
              "server",
              Unit.SHARE,
              Better.HIGHER,
              report -> report.server().hitRate()));

  private static RunFigure latency(
      String name,
      String vantage,
      Function<SavedReport, LatencyHistogram> distribution,
      double percentile) {
    return new RunFigure(
        name,
        vantage,
        Unit.SECONDS,
        Better.LOWER,
        report -> {
          var samples = distribution.apply(report);
          return samples.supports(percentile) ? samples.micros(percentile) / 1e6 : Double.NaN;
        });
  }

  private static double max(LatencyHistogram samples) {
    return samples.count() == 0 ? Double.NaN : samples.maxMicros() / 1e6;
  }

  /**
   * How a value differs from another, in words: {@code +12.3 %}, or {@code +1.2 points} for a
   * share, {@code same} where that would be zero; empty where either is not known.
   */
  String difference(double value, double base) {
    if (Double.isNaN(value) || Double.isNaN(base)) {
      return "";
    }
    if (value == base) {
      return "same";
    }
    if (unit == Unit.SHARE) {
      return signed("%.1f points", (value - base) * 100);
    }
    return base == 0 ? "" : signed("%.1f %%", (value - base) / base * 100);
  }

  private static String signed(String format, double difference) {
    var amount = Math.abs(difference);
    return amount < 0.05
        ? "same"
        : (difference < 0 ? "−" : "+") + String.format(Locale.ROOT, format, amount);
  }

  /** {@code better}, {@code worse}, or empty where neither can be said. */
  String judged(double value, double base) {
    if (better == Better.NEITHER
        || Double.isNaN(value)
        || Double.isNaN(base)
        || Math.abs(value - base) <= 0.01 * Math.abs(base)) {
      return "";
    }
    return value < base == (better == Better.LOWER) ? "better" : "worse";
  }
}
