package ai.hal9.console.chart;

import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a plot says at the crosshair. */
@FunctionalInterface
interface Readout {

  /**
   * The rows to show; none where there is nothing to say.
   *
   * @param at the moment under the crosshair
   * @param value the value under the mouse; not a number where it is keys that point
   */
  List<Row> at(Instant at, double value);

  /**
   * One row.
   *
   * @param tone of its swatch; null without one
   * @param samples how many samples it rests on, in words; empty where that has no meaning
   */
  record Row(@Nullable Tone tone, String name, String value, String samples) {}

  /** The chosen lines in the order of their values, the highest first. */
  static Readout ofLines(Supplier<ChartData> data, Predicate<Line> chosen, Unit unit) {
    return (at, _) -> {
      var now = data.get();
      var column = now.axis().indexOf(at);
      if (column < 0 || column >= now.axis().count()) {
        return List.of();
      }
      return now.lines().stream()
          .filter(chosen)
          .sorted(Comparator.comparingDouble(line -> -orLeast(line.values().at(column))))
          .map(
              line ->
                  new Row(
                      line.tone(),
                      line.name(),
                      unit.text(line.values().at(column)),
                      samples(line, column)))
          .toList();
    };
  }

  private static String samples(Line line, int column) {
    var samples = column < line.samples().size() ? line.samples().at(column) : Double.NaN;
    return Double.isNaN(samples)
        ? ""
        : "n = " + Unit.COUNT.text(samples) + (line.weak().get(column) ? ", too few" : "");
  }

  private static double orLeast(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }
}
