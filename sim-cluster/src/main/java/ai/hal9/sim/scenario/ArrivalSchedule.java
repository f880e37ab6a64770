package ai.hal9.sim.scenario;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When requests of an open model arrive, as times after one anchor.
 *
 * <p>With {@code N(t)} the integral of the rate from the anchor to {@code t}, arrival {@code i},
 * counted from 0, is due when {@code N(t) = i}, and there are {@code floor(N(end))} arrivals.
 * Within a stage the rate goes linearly from {@code r} with slope {@code a}, so that {@code n}
 * arrivals take {@code t = 2n / (r + sqrt(r² + 2an))}, the root of {@code n = rt + at²/2} that
 * stays exact for a slope of zero.
 */
public final class ArrivalSchedule {

  /** A stage: where it begins and what its rate, per nanosecond, does. */
  private record Ramp(long start, long length, double before, double rate, double slope) {
    long timeOf(double index) {
      var count = Math.max(0, index - before);
      if (count == 0) {
        return start;
      }
      var root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * count));
      return start + Math.min(length, Math.round(2 * count / (rate + root)));
    }

    double after() {
      return before + rate * length + slope * length * length / 2;
    }
  }

  private final List<Ramp> ramps;
  private final long total;
  private final long end;

  private ArrivalSchedule(List<Ramp> ramps, long total, long end) {
    this.ramps = ramps;
    this.total = total;
    this.end = end;
  }

  /** The schedule of an executor. */
  public static ArrivalSchedule of(OpenModel model) {
    return ramping(model.start(), model.timeUnit(), model.stages());
  }

  /** The same rate for a time; a rate of zero offers nothing. */
  public static ArrivalSchedule constant(long rate, Duration timeUnit, Duration duration) {
    return ramping(rate, timeUnit, List.of(new Stage(duration, rate)));
  }

  /** A rate that goes linearly from stage to stage. */
  public static ArrivalSchedule ramping(long startRate, Duration timeUnit, List<Stage> stages) {
    var ramps = new ArrayList<Ramp>();
    var unit = timeUnit.toNanos();
    var twiceArea = BigInteger.ZERO;
    var time = 0L;
    var before = 0.0;
    var rate = startRate;
    for (var stage : stages) {
      var length = stage.duration().toNanos();
      if (length > 0 && rate + stage.target() > 0) {
        var slope = (double) (stage.target() - rate) / unit / length;
        var ramp = new Ramp(time, length, before, (double) rate / unit, slope);
        ramps.add(ramp);
        before = ramp.after();
        twiceArea =
            twiceArea.add(
                BigInteger.valueOf(rate + stage.target()).multiply(BigInteger.valueOf(length)));
      }
      time += length;
      rate = stage.target();
    }
    var total = twiceArea.divide(BigInteger.valueOf(unit).shiftLeft(1)).longValueExact();
    return new ArrivalSchedule(List.copyOf(ramps), total, time);
  }

  /** How many arrivals there are. */
  public long total() {
    return total;
  }

  /** The length in nanoseconds. */
  public long nanos() {
    return end;
  }

  /** How many arrivals are due before a time, in nanoseconds after the anchor. */
  public long before(long nanos) {
    var least = 0L;
    var most = total;
    while (least < most) {
      var middle = (least + most) >>> 1;
      if (timeOf(middle) < nanos) {
        least = middle + 1;
      } else {
        most = middle;
      }
    }
    return least;
  }

  /**
   * When an arrival is due, in nanoseconds after the anchor; never before that of a smaller index.
   *
   * @param index 0 to {@code total() - 1}
   */
  public long timeOf(long index) {
    if (index < 0 || index >= total) {
      throw new IndexOutOfBoundsException("arrival " + index + " of " + total);
    }
    var last = ramps.size() - 1;
    var i = 0;
    while (i < last && ramps.get(i + 1).before() <= index) {
      i++;
    }
    return ramps.get(i).timeOf((double) index);
  }
}
