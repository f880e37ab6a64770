package ai.hal9.console.effect;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Tells what a change did: a window before it against one of equal length after it, once the system
 * has settled (see below). Each measure's difference gets a confidence interval from the
 * moving-block bootstrap ({@link BlockBootstrap}), percentiles being taken from merged
 * distributions of each draw. Five measures are looked at, so each interval has a confidence of 99
 * %, by which all five hold together with at least 95 % (Bonferroni). A difference is significant
 * when its interval excludes zero.
 *
 * <p>Settled is, at the first interval at least five after the change, where the means of the next
 * ten intervals and of the ten after them differ by less than their standard deviation, for
 * throughput and median latency alike. After {@link #PATIENCE} intervals it is measured all the
 * same, and said.
 *
 * <p>The verdict is given once, when the window after is full: looking again and again until
 * something is significant finds what is not there.
 */
public final class EffectAnalysis {

  /** Length of each window, where there is so much before the change. */
  public static final Duration WINDOW = Duration.ofSeconds(60);

  /** Intervals without rest after which the system counts as not settling. */
  private static final int PATIENCE = 90;

  /** Fewer intervals than this tell nothing. */
  private static final int FEWEST = 20;

  /** The normal's quantile at 1 − 0.05 / 5 / 2. */
  private static final double Z = 2.575829;

  /** Half a step of a histogram's three digits: what a percentile is known to. */
  private static final double RESOLUTION = 0.0005;

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final BlockBootstrap bootstrap;

  /**
   * An analysis.
   *
   * @param random draws the blocks
   */
  public EffectAnalysis(RandomGenerator random) {
    bootstrap = new BlockBootstrap(random);
  }

  /**
   * How far the watching of a change has come, and its effect once it is known. Takes up to a
   * second when it is.
   *
   * @param scope whom to look at
   * @param change when it was made
   * @param until what is after it no longer counts: now, or the next change
   */
  public EffectState watch(HistoryStore history, Scope scope, Instant change, Instant until) {
    var after = whole(history, change, until);
    var rest = rest(history, scope, after);
    if (rest.isEmpty() && after.count() < PATIENCE) {
      return new EffectState.Settling(Duration.between(change, until));
    }
    var first = rest.orElse(Settling.LEAST);
    var wanted = wanted(history, change, after.width());
    var filled = after.count() - first;
    if (filled < wanted) {
      return new EffectState.Collecting(
          after.width().multipliedBy(filled), after.width().multipliedBy(wanted));
    }
    var beforeAxis =
        new Axis(
            after.start().minus(after.width().multipliedBy(wanted + 1)), after.width(), wanted);
    var afterAxis = new Axis(after.begin(first), after.width(), wanted);
    var before = Observed.of(history, beforeAxis, scope);
    var then = Observed.of(history, afterAxis, scope);
    return new EffectState.Measured(
        new Effect(
            beforeAxis.window(),
            afterAxis.window(),
            rest.isPresent(),
            wanted,
            Arrays.stream(Measure.values())
                .map(measure -> effect(measure, before, then))
                .toList()));
  }

  /** The columns that lie wholly after the change and are known already. */
  private static Axis whole(HistoryStore history, Instant change, Instant until) {
    var width = width(history, change, until);
    var millis = width.toMillis();
    var first = Math.floorDiv(change.toEpochMilli(), millis) + 1;
    var known = history.latest(width).end();
    var end = known.isBefore(until) ? known : until;
    var beyond = Math.floorDiv(end.toEpochMilli(), millis);
    return new Axis(
        Instant.ofEpochMilli(first * millis), width, Math.toIntExact(Math.max(0, beyond - first)));
  }

  /**
   * As narrow as intervals can be in the window before and after the change alike: the past is
   * coarser the older it is, and coarse intervals reach further back.
   */
  private static Duration width(HistoryStore history, Instant change, Instant until) {
    var width = SHORTEST;
    while (true) {
      var from = change.minus(width.multipliedBy(intervals(width) + 1));
      // an axis begins and ends on whole columns
      var columns = Duration.between(from, until).dividedBy(SHORTEST) + 2;
      var found = history.axis(new Window(from, until), Math.toIntExact(columns)).width();
      if (found.compareTo(width) <= 0) {
        return width;
      }
      width = found;
    }
  }

  private static long intervals(Duration width) {
    return Math.max(FEWEST, WINDOW.dividedBy(width));
  }

  private static OptionalInt rest(HistoryStore history, Scope scope, Axis after) {
    return Settling.first(
        history.rate(after, scope, Selection.of(MetricCatalogue.SIGNALS_PROCESSED)),
        history
            .latency(after, scope, Selection.of(MetricCatalogue.PROCESSING_TIME))
            .seconds(Percentile.P50));
  }

  /** Intervals in each window: as many as wanted, or as there are before the change. */
  private static int wanted(HistoryStore history, Instant change, Duration width) {
    var begin = history.span().map(Window::from).orElse(change);
    var there = Math.max(0, Duration.between(begin, change).dividedBy(width) - 1);
    return (int) Math.min(there, intervals(width));
  }

  private MeasureEffect effect(Measure measure, Observed before, Observed after) {
    var first = before.known(measure);
    var second = after.known(measure);
    var from = first.length == 0 ? Double.NaN : before.value(measure, first);
    var to = second.length == 0 ? Double.NaN : after.value(measure, second);
    if (first.length < FEWEST
        || second.length < FEWEST
        || !before.supports(measure, first)
        || !after.supports(measure, second)) {
      return unknown(measure, from, to);
    }
    var one = spread(measure, before, first);
    var other = spread(measure, after, second);
    var error = Math.hypot(Math.hypot(one.error(), other.error()), resolution(measure, from, to));
    var reach = error * StudentT.quantile(Z, one.blocks() + other.blocks() - 2);
    if (Double.isNaN(reach)) {
      return unknown(measure, from, to);
    }
    var low = to - from - reach;
    var high = to - from + reach;
    return new MeasureEffect(measure, from, to, low, high, verdict(measure, low, high));
  }

  private static MeasureEffect unknown(Measure measure, double before, double after) {
    return new MeasureEffect(
        measure, before, after, Double.NaN, Double.NaN, Verdict.NOT_ENOUGH_DATA);
  }

  private BlockBootstrap.Spread spread(Measure measure, Observed observed, int[] intervals) {
    var each =
        Arrays.stream(intervals)
            .mapToDouble(interval -> observed.value(measure, new int[] {interval}))
            .toArray();
    return bootstrap.spread(
        each,
        drawn -> observed.value(measure, Arrays.stream(drawn).map(i -> intervals[i]).toArray()));
  }

  private static double resolution(Measure measure, double before, double after) {
    return switch (measure) {
      case P50, P99 -> RESOLUTION * Math.hypot(before, after);
      case THROUGHPUT, HIT_RATE, POOL_WAIT -> 0;
    };
  }

  private static Verdict verdict(Measure measure, double low, double high) {
    if (low <= 0 && high >= 0) {
      return Verdict.NO_SIGNIFICANT_CHANGE;
    }
    return low > 0 == measure.moreIsBetter() ? Verdict.IMPROVED : Verdict.WORSE;
  }
}
