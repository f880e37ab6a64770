package ai.hal9.sim.bench;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.OfferedPart;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of both modes.
 *
 * @param measurements in the order they were made
 */
public record BenchResult(List<Measurement> measurements) {

  public BenchResult {
    measurements = List.copyOf(measurements);
  }

  /** The measurements of one mode. */
  public List<Measurement> of(Mode mode) {
    return measurements.stream().filter(one -> one.mode() == mode).toList();
  }

  /** All rounds' response times of a mode, merged. */
  public LatencyHistogram responseTime(Mode mode) {
    return LatencyHistogram.merged(of(mode).stream().map(Measurement::responseTime).toList());
  }

  /** Good answers per second over all rounds of a mode: their sum over the sum of their times. */
  public double throughput(Mode mode) {
    return of(mode).stream()
        .map(Measurement::offered)
        .reduce(OfferedPart.NONE, OfferedPart::plus)
        .goodput();
  }

  /** Share of a mode's look-ups that the cache answered, coalesced ones not among them. */
  public double hitRate(Mode mode) {
    var lookUps = of(mode).stream().mapToDouble(Measurement::lookUps).sum();
    return lookUps == 0 ? 0 : of(mode).stream().mapToDouble(Measurement::hits).sum() / lookUps;
  }

  /** The highest number of database connections in use in any round of a mode. */
  public double connections(Mode mode) {
    return of(mode).stream()
        .mapToDouble(Measurement::connections)
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** Failed requests of a mode, in all rounds. */
  public long failed(Mode mode) {
    return of(mode).stream().mapToLong(Measurement::failed).sum();
  }

  /** Answers of a mode, of any status, in all rounds. */
  public long completed(Mode mode) {
    return of(mode).stream().mapToLong(Measurement::completed).sum();
  }

  /**
   * How many times shorter the target's response time is at a percentile, round by round; a round
   * whose samples do not support the percentile on both sides is left out.
   */
  public Spread speedUp(double percentile) {
    return ratio(
        Mode.CURRENT,
        Mode.TARGET,
        one ->
            one.responseTime().supports(percentile)
                ? one.responseTime().micros(percentile)
                : Double.NaN);
  }

  /** How many times more the target answers, round by round. */
  public Spread throughputGain() {
    return ratio(Mode.TARGET, Mode.CURRENT, Measurement::throughput);
  }

  private Spread ratio(Mode above, Mode below, ToDoubleFunction<Measurement> value) {
    var tops = of(above);
    return Spread.of(
        tops.stream()
            .map(
                top ->
                    of(below).stream()
                        .filter(other -> other.round() == top.round())
                        .mapToDouble(other -> value.applyAsDouble(top) / value.applyAsDouble(other))
                        .findFirst()
                        .orElse(Double.NaN))
            .toList());
  }
}
