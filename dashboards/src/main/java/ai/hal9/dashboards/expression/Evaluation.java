package ai.hal9.dashboards.expression;

import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes an expression's value from readings. */
public final class Evaluation {

  private Evaluation() {}

  /** The value over all sources. */
  public static Value of(Expression expression, Readings readings) {
    return switch (expression) {
      case Percentile(var percentile, var of) -> readings.quantile(of, percentile);
      case Rate rate -> known(sum(rate, readings::rate));
      case RateRatio(var part, var whole) ->
          ratio(sum(part, readings::increase), sum(whole, readings::increase));
      case Gauge(var of, var across) ->
          merged(readings.gauges(of).stream().map(GaugeReading::value).toList(), across);
      case GaugeRatio(var part, var whole, var across) ->
          across == Across.SUM
              ? ratio(total(part, readings), total(whole, readings))
              : merged(ratios(part, whole, readings), across);
    };
  }

  /** The values apart: by node, or by a label's values; one named by "" where it is not split. */
  public static SortedMap<String, Value> split(
      Expression expression, Split split, Readings readings) {
    var values = new TreeMap<String, Value>();
    switch (split) {
      case Split.Not() -> values.put("", of(expression, readings));
      case Split.ByNode() ->
          readings.nodes().forEach((node, own) -> values.put(node, of(expression, own)));
      case Split.ByLabel(var label) ->
          byLabel(expression, label, readings)
              .forEach((value, part) -> values.put(value, of(part, readings)));
    }
    return Collections.unmodifiableSortedMap(values);
  }

  /** The expression narrowed to each value that a label of what it reads has. */
  public static SortedMap<String, Expression> byLabel(
      Expression expression, String label, Readings readings) {
    var parts = new TreeMap<String, Expression>();
    for (var selection : expression.selections()) {
      if (selection.metric().labels().contains(label)) {
        readings.values(selection.metric(), label).stream()
            .filter(value -> selection.accepts(label, value))
            .forEach(value -> parts.computeIfAbsent(value, of -> narrowed(expression, label, of)));
      }
    }
    return parts;
  }

  /** How many events a ratio or a percentile rests on; absent where that has no meaning. */
  public static OptionalDouble samples(Expression expression, Readings readings) {
    return switch (expression) {
      case Percentile percentile ->
          of(percentile, readings) instanceof Value.Quantile(_, var samples, _)
              ? OptionalDouble.of((double) samples)
              : OptionalDouble.empty();
      case RateRatio(_, var whole) -> sum(whole, readings::increase);
      case Rate _, Gauge _, GaugeRatio _ -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble sum(Rate rate, Function<Selection, OptionalDouble> value) {
    var all = sum(rate.of(), value);
    var less = sum(rate.less(), value);
    return all.isEmpty() || less.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            rate.less().isEmpty()
                ? all.getAsDouble()
                : Math.max(0, all.getAsDouble() - less.getAsDouble()));
  }

  /** The sum, absent when a part is: a total that lacks something is not the total. */
  private static OptionalDouble sum(
      List<Selection> parts, Function<Selection, OptionalDouble> value) {
    var sum = 0.0;
    for (var part : parts) {
      var one = value.apply(part);
      if (one.isEmpty()) {
        return one;
      }
      sum += one.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }

  private static OptionalDouble total(Selection of, Readings readings) {
    var values = readings.gauges(of);
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(values.stream().mapToDouble(GaugeReading::value).sum());
  }

  /** Each source's own ratio; a source whose whole is zero has none. */
  private static List<Double> ratios(Selection part, Selection whole, Readings readings) {
    var wholes = bySource(whole, readings);
    var ratios = new ArrayList<Double>();
    bySource(part, readings)
        .forEach(
            (source, above) -> {
              var below = wholes.getOrDefault(source, 0.0);
              if (below != 0) {
                ratios.add(above / below);
              }
            });
    return ratios;
  }

  private static SortedMap<String, Double> bySource(Selection of, Readings readings) {
    return readings.gauges(of).stream()
        .collect(
            Collectors.toMap(GaugeReading::source, GaugeReading::value, Double::sum, TreeMap::new));
  }

  private static Value merged(List<Double> values, Across across) {
    return Value.of(across.merge(values));
  }

  private static Value ratio(OptionalDouble part, OptionalDouble whole) {
    return part.isEmpty() || whole.isEmpty() || whole.getAsDouble() == 0
        ? Value.unknown()
        : Value.of(part.getAsDouble() / whole.getAsDouble());
  }

  private static Value known(OptionalDouble value) {
    return value.isPresent() ? Value.of(value.getAsDouble()) : Value.unknown();
  }

  private static Expression narrowed(Expression expression, String label, String value) {
    return switch (expression) {
      case Percentile(var percentile, var of) ->
          new Percentile(percentile, narrowed(of, label, value));
      case Rate rate -> narrowed(rate, label, value);
      case RateRatio(var part, var whole) ->
          new RateRatio(narrowed(part, label, value), narrowed(whole, label, value));
      case Gauge(var of, var across) -> new Gauge(narrowed(of, label, value), across);
      case GaugeRatio(var part, var whole, var across) ->
          new GaugeRatio(narrowed(part, label, value), narrowed(whole, label, value), across);
    };
  }

  private static Rate narrowed(Rate rate, String label, String value) {
    return new Rate(narrowed(rate.of(), label, value), narrowed(rate.less(), label, value));
  }

  private static List<Selection> narrowed(List<Selection> all, String label, String value) {
    return all.stream().map(each -> narrowed(each, label, value)).toList();
  }

  /** A metric without the label is the same for each of its values. */
  private static Selection narrowed(Selection selection, String label, String value) {
    return selection.metric().labels().contains(label) ? selection.where(label, value) : selection;
  }
}
