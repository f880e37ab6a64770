package ai.hal9.sim.telemetry;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One distribution per step. Where no node was heard, or one that was alive is missing, there is a
 * gap; where nodes were heard and had no sample, there is an empty distribution.
 */
public final class LatencyReadings {

  private final List<@Nullable LatencyHistogram> parts;

  private LatencyReadings(List<@Nullable LatencyHistogram> parts) {
    this.parts = parts;
  }

  /** These distributions in order; null is a gap. */
  public static LatencyReadings of(List<@Nullable LatencyHistogram> parts) {
    return new LatencyReadings(Collections.unmodifiableList(new ArrayList<>(parts)));
  }

  /** Number of steps, gaps included. */
  public int size() {
    return parts.size();
  }

  /** The distribution of a step, or nothing in a gap. */
  public Optional<LatencyHistogram> at(int step) {
    return Optional.ofNullable(parts.get(step));
  }

  /** Microseconds at a percentile, step by step; a gap where there is no sample. */
  public Readings micros(double percentile) {
    return Readings.of(
        parts.stream()
            .mapToDouble(
                part -> part == null || part.count() == 0 ? Double.NaN : part.micros(percentile))
            .toArray());
  }

  /** The part from one step to another, the latter exclusive. */
  public LatencyReadings slice(int from, int to) {
    return of(parts.subList(from, to));
  }
}
