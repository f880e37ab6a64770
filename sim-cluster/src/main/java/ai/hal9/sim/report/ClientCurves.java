package ai.hal9.sim.report;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Curve;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.OpenModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A run's intervals, as the client saw them, as curves. */
final class ClientCurves {

  /** An interval cut this short by the run's end says nothing of a rate. */
  private static final Duration SHORTEST = Duration.ofMillis(200);

  private final LoadResult load;
  private final List<LoadInterval> intervals;
  private final double[] xs;

  ClientCurves(LoadResult load) {
    this.load = load;
    this.intervals = load.intervals();
    this.xs =
        intervals.stream()
            .mapToDouble(interval -> seconds(interval.offset()) + seconds(interval.length()) / 2)
            .toArray();
  }

  List<Curve> throughput() {
    return List.of(
        curve("offered", "offered", rate(LoadInterval::offeredRate)),
        curve("completed", "completed", rate(LoadInterval::throughput)));
  }

  List<Curve> responseTime() {
    return latency(LoadInterval::responseTime);
  }

  List<Curve> serviceTime() {
    return latency(LoadInterval::serviceTime);
  }

  /** What the load was: users of a closed model; waiting arrivals of an open one. */
  List<Curve> demand() {
    var inFlight = curve("in flight", "completed", LoadInterval::inFlight);
    return switch (load.scenario().executor()) {
      case ClosedModel _ -> List.of(curve("users", "offered", LoadInterval::users), inFlight);
      case OpenModel _ ->
          List.of(
              curve("connections", "offered", LoadInterval::connections),
              inFlight,
              curve("waiting for a connection", "pending", LoadInterval::pending));
    };
  }

  /** A row for each kind of trouble that occurred. */
  List<Curve> trouble() {
    var rows = new ArrayList<Curve>();
    for (var cause : FailureCause.values()) {
      var row =
          curve(
              cause.name().toLowerCase(Locale.ROOT).replace("status_", "").replace('_', ' '),
              "hot",
              interval -> interval.counts().failed(cause));
      if (row.ys().length > 0 && Arrays.stream(row.ys()).sum() > 0) {
        rows.add(row);
      }
    }
    var dropped = curve("dropped", "hot", interval -> interval.counts().dropped());
    if (Arrays.stream(dropped.ys()).sum() > 0) {
      rows.add(dropped);
    }
    return rows;
  }

  private static ToDoubleFunction<LoadInterval> rate(ToDoubleFunction<LoadInterval> value) {
    return interval ->
        interval.length().compareTo(SHORTEST) < 0 ? Double.NaN : value.applyAsDouble(interval);
  }

  private Curve curve(String name, String style, ToDoubleFunction<LoadInterval> value) {
    return Curve.of(name, style, xs, intervals.stream().mapToDouble(value).toArray());
  }

  private List<Curve> latency(Function<LoadInterval, LatencyHistogram> which) {
    return LatencyCurves.of(xs, intervals.stream().map(which).map(Optional::of).toList());
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
