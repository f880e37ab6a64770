package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One source on the shared time axis. */
final class SourceTrack {

  /** How far a source's interval may drift over a step's border and still count for its step. */
  private static final double DRIFT = 0.3;

  private final String name;
  private final Steps steps;
  private final Map<Integer, StepReading> readings = new HashMap<>();
  private final TreeSet<Integer> missing = new TreeSet<>();
  private int restarts;

  private SourceTrack(String name, Steps steps) {
    this.name = name;
    this.steps = steps;
  }

  /** The snapshots of one source, in any order, each once. */
  static SourceTrack of(String name, List<TelemetrySnapshot> snapshots, Steps steps) {
    var track = new SourceTrack(name, steps);
    TelemetrySnapshot before = null;
    var stepBefore = -1;
    for (var snapshot : snapshots.stream().sorted(ORDER).toList()) {
      var step = track.stepOf(snapshot, before, stepBefore);
      if (before != null && Increase.sameLife(before, snapshot)) {
        IntStream.range(stepBefore + 1, step).forEach(track.missing::add);
      } else if (before != null) {
        track.restarts++;
      }
      track
          .readings
          .computeIfAbsent(step, fresh -> new StepReading())
          .add(snapshot, Increase.between(before, snapshot));
      before = snapshot;
      stepBefore = step;
    }
    return track;
  }

  private static final Comparator<TelemetrySnapshot> ORDER =
      Comparator.comparing((TelemetrySnapshot snapshot) -> snapshot.source().startedAt())
          .thenComparingLong(TelemetrySnapshot::sequence);

  /**
   * The step an interval's middle lies in, but the step after the one before when it follows that
   * directly: an interval whose middle trembles around a border would else leave false gaps.
   */
  private int stepOf(
      TelemetrySnapshot snapshot, @Nullable TelemetrySnapshot before, int stepBefore) {
    var middle = snapshot.time().minus(snapshot.interval().dividedBy(2));
    var follows =
        before != null
            && Increase.sameLife(before, snapshot)
            && snapshot.sequence() == before.sequence() + 1
            && snapshot.interval().compareTo(steps.length().multipliedBy(3).dividedBy(4)) > 0;
    var offset = steps.position(middle) - (stepBefore + 1);
    return follows && offset > -DRIFT && offset < 1 + DRIFT
        ? stepBefore + 1
        : steps.indexOf(middle);
  }

  String name() {
    return name;
  }

  /** How often it began anew while it was watched. */
  int restarts() {
    return restarts;
  }

  Optional<StepReading> reading(int step) {
    return Optional.ofNullable(readings.get(step));
  }

  /** Whether it was alive in this step and yet nothing was heard. */
  boolean missing(int step) {
    return missing.contains(step);
  }

  Readings values(ToDoubleFunction<StepReading> value) {
    return Readings.of(
        IntStream.range(0, steps.count())
            .mapToDouble(
                step -> {
                  var reading = readings.get(step);
                  return reading == null ? Double.NaN : value.applyAsDouble(reading);
                })
            .toArray());
  }

  /** All samples of the matching series in these steps. */
  LatencyHistogram latency(Predicate<Series> which, IntStream over) {
    return LatencyHistogram.merged(
        over.mapToObj(readings::get)
            .filter(reading -> reading != null)
            .map(reading -> reading.latency(which))
            .toList());
  }

  /** How much the matching counters grew in these steps, gaps between them included. */
  double increase(Predicate<Series> which, IntStream over) {
    return over.mapToObj(readings::get)
        .filter(reading -> reading != null)
        .mapToDouble(reading -> reading.increase(which))
        .sum();
  }
}
