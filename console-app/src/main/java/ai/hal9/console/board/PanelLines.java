package ai.hal9.console.board;

import ai.hal9.console.chart.Line;
import ai.hal9.console.series.ColumnReadings;
import ai.hal9.console.series.ColumnValue;
import ai.hal9.console.ui.Tone;
import ai.hal9.dashboards.expression.Evaluation;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.dashboards.model.Plot;
import ai.hal9.sim.telemetry.Readings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/** The lines of a chart's series, column by column. */
final class PanelLines {

  /** Lines of equal standing that can be told apart; what is beyond is one line. */
  private static final int MOST = 8;

  private final Panel.Chart chart;
  private final ColumnReadings readings;
  private final List<String> nodes;
  private final LabelWords words;
  private final List<Line> lines = new ArrayList<>();

  private PanelLines(
      Panel.Chart chart, ColumnReadings readings, List<String> nodes, LabelWords words) {
    this.chart = chart;
    this.readings = readings;
    this.nodes = nodes;
    this.words = words;
  }

  /**
   * The lines of a chart, in the order of its series. One that has no value while others have some
   * is left out: what nobody tells of now.
   *
   * @param nodes every node's name, sorted: a node has its colour by its place among them
   * @param words what labels' values are called
   */
  static List<Line> of(
      Panel.Chart chart, ColumnReadings readings, List<String> nodes, LabelWords words) {
    if (readings.axis().count() == 0) {
      return List.of();
    }
    var all = new PanelLines(chart, readings, nodes, words);
    chart.plots().forEach(all::add);
    return all.lines.stream().anyMatch(Line::known)
        ? all.lines.stream().filter(Line::known).toList()
        : all.lines;
  }

  /** One expression as a line. */
  static Line line(String id, String name, Tone tone, Expression value, ColumnReadings readings) {
    var columns = readings.values(value);
    var weak = new BitSet();
    for (var i = 0; i < columns.size(); i++) {
      weak.set(i, columns.get(i).weak());
    }
    var gauge = value instanceof Gauge || value instanceof GaugeRatio;
    return new Line(
        id,
        name,
        tone,
        each(columns, ColumnValue::value),
        each(columns, ColumnValue::low),
        each(columns, ColumnValue::high),
        gauge ? Readings.of() : each(columns, ColumnValue::samples),
        weak);
  }

  private static Readings each(List<ColumnValue> columns, ToDoubleFunction<ColumnValue> part) {
    return Readings.of(columns.stream().mapToDouble(part).toArray());
  }

  private void add(Plot plot) {
    switch (plot.split()) {
      case Split.Not() ->
          lines.add(line(plot.name(), plot.name(), tone(plot.value()), plot.value(), readings));
      case Split.ByNode() -> {
        var each = List.copyOf(readings.nodes().entrySet());
        addAll(
            each.size(),
            index -> {
              var node = each.get(index);
              var named = named(plot, node.getKey());
              var tone = Tone.series(Math.max(0, nodes.indexOf(node.getKey())));
              return line(named, named, tone, plot.value(), node.getValue());
            });
      }
      case Split.ByLabel(var label) -> {
        var parts =
            Evaluation.byLabel(plot.value(), label, readings.at(0)).entrySet().stream()
                .sorted(Map.Entry.comparingByKey(LabelWords.order(label)))
                .toList();
        var first = lines.size();
        addAll(
            parts.size(),
            index -> {
              var part = parts.get(index);
              return line(
                  named(plot, part.getKey().isEmpty() ? "none" : part.getKey()),
                  named(plot, words.value(label, part.getKey())),
                  Tone.series(first + index),
                  part.getValue(),
                  readings);
            });
      }
    }
  }

  private void addAll(int count, IntFunction<Line> each) {
    var alone = count > MOST ? MOST - 1 : count;
    for (var i = 0; i < alone; i++) {
      lines.add(each.apply(i));
    }
    if (alone < count) {
      var rest = new ArrayList<Line>();
      for (var i = alone; i < count; i++) {
        rest.add(each.apply(i));
      }
      lines.add(highest(rest));
    }
  }

  /** The highest of several lines, with the lowest beneath it. */
  private static Line highest(List<Line> rest) {
    var low = rest.stream().map(Line::low).reduce((a, b) -> a.with(b, PanelLines::least));
    var high = rest.stream().map(Line::high).reduce((a, b) -> a.with(b, PanelLines::most));
    var values = rest.stream().map(Line::values).reduce((a, b) -> a.with(b, PanelLines::most));
    return new Line(
        "others",
        "highest of %d more".formatted(rest.size()),
        Tone.MUTED,
        values.orElseThrow(),
        low.orElseThrow(),
        high.orElseThrow(),
        Readings.of(),
        new BitSet());
  }

  private static double least(double one, double other) {
    return Double.isNaN(one) || other < one ? other : one;
  }

  private static double most(double one, double other) {
    return Double.isNaN(one) || other > one ? other : one;
  }

  private static String named(Plot plot, String part) {
    return plot.name().isEmpty() ? part : plot.name() + " " + part;
  }

  /** Percentiles of one thing are one hue; beside nodes, which have colours, all else is grey. */
  private Tone tone(Expression value) {
    if (chart.plots().stream().anyMatch(plot -> plot.split() instanceof Split.ByNode)) {
      return Tone.MUTED;
    }
    var percentiles = chart.plots().stream().allMatch(plot -> plot.value() instanceof Percentile);
    if (percentiles
        && value instanceof Percentile(var percentile, var of)
        && chart.expressions().getFirst().selections().getFirst().metric().equals(of.metric())) {
      return Tone.percentile(percentile);
    }
    return Tone.series(lines.size());
  }
}
