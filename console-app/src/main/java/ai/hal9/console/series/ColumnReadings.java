package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.GaugeReading;
import ai.hal9.dashboards.expression.Readings;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.dashboards.expression.Value;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a history has to say to expressions, for every column of an axis: however many expressions
 * and columns ask, each question is put to the history once. For one thread.
 */
public final class ColumnReadings {

  private final HistoryStore history;
  private final Axis axis;
  private final Scope scope;
  private final Map<Selection, ai.hal9.sim.telemetry.Readings> rates = new HashMap<>();
  private final Map<Selection, ai.hal9.sim.telemetry.Readings> growths = new HashMap<>();
  private final Map<Selection, LatencySeries> latencies = new HashMap<>();
  private final Map<QuantileQuestion, Quantiles> quantiles = new HashMap<>();
  private final Map<GaugeQuestion, List<List<GaugeReading>>> gauges = new HashMap<>();
  private final Map<LabelQuestion, SortedSet<String>> labels = new HashMap<>();
  private @Nullable SortedMap<String, ColumnReadings> nodes;

  private record QuantileQuestion(Selection of, double percentile) {}

  private record Quantiles(
      ai.hal9.sim.telemetry.Readings seconds, ai.hal9.sim.telemetry.Readings samples) {}

  private record GaugeQuestion(Selection of, Gauging gauging) {}

  private record LabelQuestion(Metric metric, String label) {}

  /**
   * @param scope whom they are about
   */
  public ColumnReadings(HistoryStore history, Axis axis, Scope scope) {
    this.history = history;
    this.axis = axis;
    this.scope = scope;
  }

  public Axis axis() {
    return axis;
  }

  /** What an expression comes to in each column. */
  public List<ColumnValue> values(Expression expression) {
    return history.values(axis, scope, expression);
  }

  /** What was said in one column; of gauges the newest value. */
  public Readings at(int column) {
    return new Column(this, column, Gauging.NEWEST);
  }

  /**
   * What was said in one column.
   *
   * @param gauging what is taken of a gauge that had several values in it
   */
  Readings at(int column, Gauging gauging) {
    return new Column(this, column, gauging);
  }

  /** What each node alone said, by its name. */
  public SortedMap<String, ColumnReadings> nodes() {
    var known = nodes;
    if (known == null) {
      known = new TreeMap<>();
      for (var heard : history.sources()) {
        var source = heard.newest().source();
        if (source.kind() == SourceKind.NODE && scope.covers(source)) {
          known.put(source.name(), new ColumnReadings(history, axis, Scope.source(source.name())));
        }
      }
      nodes = known;
    }
    return known;
  }

  private Quantiles quantiles(Selection of, double percentile) {
    return quantiles.computeIfAbsent(
        new QuantileQuestion(of, percentile),
        _ -> {
          var latency = latencies.computeIfAbsent(of, first -> history.latency(axis, scope, first));
          var seconds =
              percentile == 100
                  ? latency.maxSeconds()
                  : Percentile.of(percentile)
                      .map(latency::seconds)
                      .orElseGet(() -> merged(of, percentile));
          return new Quantiles(seconds, latency.samples());
        });
  }

  private ai.hal9.sim.telemetry.Readings merged(Selection of, double percentile) {
    return history.distributions(axis, scope, of).micros(percentile).map(micros -> micros / 1e6);
  }

  private List<List<GaugeReading>> gauges(Selection of, Gauging gauging) {
    // between two states there is none: the worst of the column stands for it
    var states = Across.allowedFor(of.metric()).equals(EnumSet.of(Across.MAX));
    return gauges.computeIfAbsent(
        new GaugeQuestion(of, states && gauging == Gauging.NEWEST ? Gauging.MAX : gauging),
        asked -> history.gauges(axis, scope, asked.of, asked.gauging));
  }

  private record Column(ColumnReadings all, int column, Gauging gauging) implements Readings {

    @Override
    public OptionalDouble increase(Selection counters) {
      return known(
          all.growths.computeIfAbsent(counters, of -> all.history.growth(all.axis, all.scope, of)));
    }

    @Override
    public OptionalDouble rate(Selection counters) {
      return known(
          all.rates.computeIfAbsent(counters, of -> all.history.rate(all.axis, all.scope, of)));
    }

    @Override
    public List<GaugeReading> gauges(Selection gauges) {
      return all.gauges(gauges, gauging).get(column);
    }

    @Override
    public Value quantile(Selection histograms, double percentile) {
      var found = all.quantiles(histograms, percentile);
      if (!found.seconds.known(column)) {
        return Value.unknown();
      }
      var samples = (long) found.samples.at(column);
      return new Value.Quantile(
          found.seconds.at(column),
          samples,
          percentile == 100 || LatencyHistogram.supports(samples, percentile));
    }

    @Override
    public SortedSet<String> values(Metric metric, String label) {
      return all.labels.computeIfAbsent(
          new LabelQuestion(metric, label), _ -> all.history.labelValues(metric, label));
    }

    @Override
    public SortedMap<String, Readings> nodes() {
      var each = new TreeMap<String, Readings>();
      all.nodes().forEach((name, own) -> each.put(name, own.at(column, gauging)));
      return each;
    }

    private OptionalDouble known(ai.hal9.sim.telemetry.Readings values) {
      return values.known(column) ? OptionalDouble.of(values.at(column)) : OptionalDouble.empty();
    }
  }
}
