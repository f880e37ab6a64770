package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.MetricType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a panel shows or an alert watches, said over the metric catalogue. */
public sealed interface Expression {

  /** The units its values can be in. */
  Set<Unit> units();

  /** What its values are in unless something else is asked for. */
  default Unit usualUnit() {
    return switch (this) {
      case RateRatio _, GaugeRatio _ -> Unit.SHARE;
      case Rate _ when units().contains(Unit.CORES) -> Unit.CORES;
      case Percentile _, Rate _, Gauge _ -> units().iterator().next();
    };
  }

  /** All series it reads. */
  List<Selection> selections();

  /**
   * Whether it can be taken apart by a label: all it reads has it, or the divisor has it nowhere.
   */
  default boolean splitsBy(String label) {
    return switch (this) {
      case Percentile(_, var of) -> has(of, label);
      case Rate rate -> rate.selections().stream().allMatch(each -> has(each, label));
      case RateRatio(var part, var whole) ->
          part.splitsBy(label)
              && (whole.splitsBy(label) || whole.of().stream().noneMatch(each -> has(each, label)));
      case Gauge(var of, _) -> has(of, label);
      case GaugeRatio(var part, _, _) -> has(part, label);
    };
  }

  private static boolean has(Selection selection, String label) {
    return selection.metric().labels().contains(label);
  }

  /**
   * A latency that a share of the samples does not exceed, from all nodes' merged distributions.
   *
   * @param percentile above 0, at most 100
   * @param of a histogram's series
   */
  record Percentile(double percentile, Selection of) implements Expression {
    public Percentile {
      if (!(percentile > 0 && percentile <= 100)) {
        throw new IllegalArgumentException(
            "a percentile is above 0 and at most 100, not " + percentile);
      }
      require(of, MetricType.HISTOGRAM);
    }

    @Override
    public Set<Unit> units() {
      return EnumSet.of(Unit.SECONDS);
    }

    @Override
    public List<Selection> selections() {
      return List.of(of);
    }
  }

  /**
   * How fast counters grow, per second, summed; less what some of it was. What others tell of a
   * little later can make less than nothing of that, which is nothing.
   *
   * @param of counters' series; at least one, all in one unit
   * @param less counters' series whose growth is taken off; in the same unit
   */
  record Rate(List<Selection> of, List<Selection> less) implements Expression {
    public Rate {
      of = List.copyOf(of);
      less = List.copyOf(less);
      if (of.isEmpty()) {
        throw new IllegalArgumentException("a rate needs a counter");
      }
      var all = Stream.concat(of.stream(), less.stream()).toList();
      all.forEach(each -> require(each, MetricType.COUNTER));
      if (all.stream().map(each -> each.metric().unit()).distinct().count() > 1) {
        throw new IllegalArgumentException("counters of unlike units cannot be added");
      }
    }

    /** With nothing taken off. */
    public Rate(List<Selection> of) {
      this(of, List.of());
    }

    @Override
    public Set<Unit> units() {
      return switch (of.getFirst().metric().unit()) {
        // A second of work per second: as many workers, or a share of one.
        case SECONDS -> EnumSet.of(Unit.COUNT, Unit.SHARE, Unit.CORES);
        case BYTES -> EnumSet.of(Unit.BYTES_PER_SECOND);
        case COUNT, RATIO, DOLLARS -> EnumSet.of(Unit.PER_SECOND);
      };
    }

    @Override
    public List<Selection> selections() {
      return Stream.concat(of.stream(), less.stream()).toList();
    }
  }

  /** The growth of some counters per growth of others; without a value where the latter rest. */
  record RateRatio(Rate part, Rate whole) implements Expression {
    @Override
    public Set<Unit> units() {
      return EnumSet.of(Unit.SHARE, Unit.COUNT);
    }

    @Override
    public List<Selection> selections() {
      return Stream.concat(part.selections().stream(), whole.selections().stream()).toList();
    }
  }

  /**
   * A value of the moment.
   *
   * @param of a gauge's series
   * @param across how several nodes' values become one
   */
  record Gauge(Selection of, Across across) implements Expression {
    public Gauge {
      require(of, MetricType.GAUGE);
      var allowed = Across.allowedFor(of.metric());
      if (!allowed.contains(across)) {
        throw new IllegalArgumentException(
            "the %s of %s over nodes means nothing; use %s"
                .formatted(
                    across.wireName(),
                    of.metric().name(),
                    String.join(" or ", allowed.stream().map(Across::wireName).toList())));
      }
    }

    @Override
    public Set<Unit> units() {
      return EnumSet.of(
          switch (of.metric().unit()) {
            case SECONDS -> Unit.SECONDS;
            case BYTES -> Unit.BYTES;
            case RATIO -> Unit.SHARE;
            case COUNT -> Unit.COUNT;
            case DOLLARS -> Unit.DOLLARS;
          });
    }

    @Override
    public List<Selection> selections() {
      return List.of(of);
    }
  }

  /**
   * One gauge as a part of another.
   *
   * @param across {@link Across#SUM} divides the sums over nodes; else each node's own ratio is
   *     taken and then the largest or the mean
   */
  record GaugeRatio(Selection part, Selection whole, Across across) implements Expression {
    public GaugeRatio {
      require(part, MetricType.GAUGE);
      require(whole, MetricType.GAUGE);
      if (part.metric().unit() != whole.metric().unit()) {
        throw new IllegalArgumentException(
            "%s and %s are in unlike units".formatted(part.metric().name(), whole.metric().name()));
      }
    }

    @Override
    public Set<Unit> units() {
      return EnumSet.of(Unit.SHARE);
    }

    @Override
    public List<Selection> selections() {
      return List.of(part, whole);
    }
  }

  private static void require(Selection selection, MetricType type) {
    var metric = selection.metric();
    if (metric.type() != type) {
      throw new IllegalArgumentException(
          "%s is a %s, and a %s is needed"
              .formatted(metric.name(), word(metric.type()), word(type)));
    }
  }

  private static String word(MetricType type) {
    return switch (type) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
    };
  }
}
