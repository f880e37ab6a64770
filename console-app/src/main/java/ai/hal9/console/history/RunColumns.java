package ai.hal9.console.history;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.console.series.Axis;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.report.SavedReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The measured part of one run, cut into the columns of an axis that begins with it. Distributions
 * of a column are merged, so that its percentiles are exact. For one thread.
 */
final class RunColumns {

  /** Which distribution of a report. */
  enum Samples {
    RESPONSE,
    SERVICE,
    SERVER
  }

  private final Axis axis;
  private final SavedReport report;
  private final LatencySum sum;
  private final Map<Samples, List<LatencyHistogram>> merged = new EnumMap<>(Samples.class);

  /**
   * @param sum room to add up in, used again and again; holds nothing between two calls
   */
  RunColumns(Axis axis, SavedReport report, LatencySum sum) {
    this.axis = axis;
    this.report = report;
    this.sum = sum;
  }

  static List<LoadInterval> measured(SavedReport report) {
    return report.intervals().stream()
        .filter(interval -> interval.phase() != LoadPhase.WARM_UP)
        .toList();
  }

  /** One distribution a column, without samples where nothing was measured. */
  List<LatencyHistogram> latencies(Samples which) {
    return merged.computeIfAbsent(which, this::merge);
  }

  private List<LatencyHistogram> merge(Samples which) {
    var parts = new ArrayList<List<LatencyHistogram>>();
    for (var i = 0; i < axis.count(); i++) {
      parts.add(new ArrayList<>());
    }
    switch (which) {
      case RESPONSE ->
          measured(report).forEach(each -> add(parts, each.offset(), each.responseTime()));
      case SERVICE ->
          measured(report).forEach(each -> add(parts, each.offset(), each.serviceTime()));
      case SERVER -> {
        var server = report.server();
        for (var i = 0; i < server.steps().size(); i++) {
          var begin = server.begin().plus(server.step().multipliedBy(i));
          var offset = Duration.between(report.startedAt(), begin);
          server.steps().get(i).ifPresent(step -> add(parts, offset, step));
        }
      }
    }
    return parts.stream().map(this::merged).toList();
  }

  private void add(List<List<LatencyHistogram>> parts, Duration offset, LatencyHistogram part) {
    var at = column(offset);
    if (at >= 0 && at < parts.size() && part.count() > 0) {
      parts.get(at).add(part);
    }
  }

  private LatencyHistogram merged(List<LatencyHistogram> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    parts.forEach(sum::add);
    return sum.take();
  }

  private int column(Duration offset) {
    return axis.indexOf(axis.start().plus(offset));
  }

  /** Per second, column by column; not a number where nothing was measured. */
  double[] rates(ToLongFunction<LoadCounts> count) {
    var counts = new double[axis.count()];
    var nanos = new double[axis.count()];
    for (var interval : measured(report)) {
      var at = column(interval.offset());
      // an interval cut short by the run's end says nothing of a rate
      if (at >= 0 && at < counts.length && interval.length().toMillis() >= 200) {
        counts[at] += (double) count.applyAsLong(interval.counts());
        nanos[at] += (double) interval.length().toNanos();
      }
    }
    for (var i = 0; i < counts.length; i++) {
      counts[i] = nanos[i] == 0 ? Double.NaN : counts[i] * 1e9 / nanos[i];
    }
    return counts;
  }
}
