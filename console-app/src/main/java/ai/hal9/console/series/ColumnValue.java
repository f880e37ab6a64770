package ai.hal9.console.series;

import ai.hal9.dashboards.expression.Evaluation;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an expression comes to in one column; {@code NaN} where that is not known.
 *
 * @param low as if every gauge had been at its lowest of the column all at once; the value where it
 *     is of no gauge
 * @param high likewise
 * @param samples how many it rests on; {@code NaN} where that has no meaning
 * @param weak whether those are too few
 */
public record ColumnValue(double value, double low, double high, double samples, boolean weak) {

  public static final ColumnValue UNKNOWN =
      new ColumnValue(Double.NaN, Double.NaN, Double.NaN, Double.NaN, false);

  /** A column's object, header included. */
  static final int BYTES = 48;

  /** One for each column of the readings. */
  static List<@Nullable ColumnValue> all(Expression expression, ColumnReadings readings) {
    return IntStream.range(0, readings.axis().count())
        .<@Nullable ColumnValue>mapToObj(column -> of(expression, readings, column))
        .toList();
  }

  private static ColumnValue of(Expression expression, ColumnReadings readings, int column) {
    var said = readings.at(column);
    var result = Evaluation.of(expression, said);
    var value = number(result);
    var gauge = expression instanceof Gauge || expression instanceof GaugeRatio;
    return new ColumnValue(
        value,
        gauge ? number(Evaluation.of(expression, readings.at(column, Gauging.MIN))) : value,
        gauge ? number(Evaluation.of(expression, readings.at(column, Gauging.MAX))) : value,
        Evaluation.samples(expression, said).orElse(Double.NaN),
        result instanceof Value.Quantile(_, _, var supported) && !supported);
  }

  private static double number(Value value) {
    return value.number().orElse(Double.NaN);
  }
}
