package ai.hal9.sim.command;

import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.chart.TimeScale;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.RateLimits;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.report.Palette;
import java.util.List;

/** A run's course, a line a second: replaced where a person watches, else every fifth kept. */
final class Progress implements LoadListener {

  private static final int KEPT = 5;

  private final Output output;
  private final Palette palette;
  private final String label;
  private int lines;

  Progress(Output output, Palette palette, String label) {
    this.output = output;
    this.palette = palette;
    this.label = label;
  }

  @Override
  public void limited(RateLimits limits) {
    output.message("rate limits: " + limits.words());
  }

  @Override
  public void warned(String words) {
    output.message("hal9: " + words);
  }

  @Override
  public void interval(LoadInterval interval, List<ThresholdVerdict> thresholds) {
    if (interval.phase() == LoadPhase.DRAINING) {
      return;
    }
    var text = palette.written(line(interval, thresholds));
    if (output.terminal()) {
      output.passing(text);
    } else if (lines % KEPT == 0) {
      output.message(text);
    }
    lines++;
  }

  private String line(LoadInterval interval, List<ThresholdVerdict> thresholds) {
    var counts = interval.counts();
    var latency = interval.responseTime();
    return "%s%6s %s %10s  p50 %9s  p99 %9s  failed %s  dropped %s%s%s"
        .formatted(
            label,
            TimeScale.clock(interval.offset().toMillis() / 1e3),
            interval.phase() == LoadPhase.WARM_UP ? "warm-up" : "       ",
            Quantity.RATE.text(interval.throughput()),
            latency.count() == 0
                ? Quantity.UNKNOWN
                : Quantity.LATENCY.text((double) latency.micros(50)),
            latency.supports(99)
                ? Quantity.LATENCY.text((double) latency.micros(99))
                : Quantity.UNKNOWN,
            Quantity.exact(counts.failed()),
            Quantity.exact(counts.dropped()),
            counts.cache().isEmpty()
                ? ""
                : "  cached %7s".formatted(Quantity.SHARE.text(counts.hitRate())),
            missed(thresholds));
  }

  private static String missed(List<ThresholdVerdict> thresholds) {
    var missed = thresholds.stream().filter(ThresholdVerdict::missed).count();
    return missed == 0 ? "" : "  thresholds missed so far: " + missed;
  }
}
