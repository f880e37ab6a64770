package ai.hal9.console.overview;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.util.List;

/**
 * What a tile shows.
 *
 * @param value over the last ten seconds; {@code NaN} while it is not known
 * @param before over the ten seconds before those
 * @param samples how many samples the value rests on; {@code NaN} where that has no meaning
 * @param spark the last minute
 */
record TileState(TileSpec spec, double value, double before, double samples, ChartData spark) {

  static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration SPARK = Duration.ofMinutes(1);
  private static final int SPARK_COLUMNS = 60;

  static TileState of(TileSpec spec, HistoryStore history) {
    var latest = history.latest(WINDOW);
    var earlier = history.axis(new Window(latest.start().minus(WINDOW), latest.start()), 1);
    var minute = history.axis(new Window(latest.end().minus(SPARK), latest.end()), SPARK_COLUMNS);
    return new TileState(
        spec,
        last(spec.value().of(history, latest)),
        last(spec.value().of(history, earlier)),
        last(spec.samples().of(history, latest)),
        new ChartData(
            minute,
            List.of(
                Line.of(spec.id(), spec.label(), Tone.SERIES_1, spec.value().of(history, minute))),
            List.of()));
  }

  Health health() {
    return spec.goal().judge(value);
  }

  /** The change against the window before, with its sign; empty while either is not known. */
  String change() {
    var difference = value - before;
    if (Double.isNaN(difference)) {
      return "";
    }
    if (spec.unit() == Unit.SHARE) {
      var points = difference * 100;
      return Math.abs(points) < 0.05
          ? "unchanged"
          : signed(
              difference, String.format(java.util.Locale.ROOT, "%.1f points", Math.abs(points)));
    }
    if (Math.abs(difference) < Math.abs(before) * 0.005 || difference == 0) {
      return "unchanged";
    }
    return signed(difference, spec.unit().text(Math.abs(difference)));
  }

  /** Everything there is to say of it, for the hover. */
  String hover() {
    if (Double.isNaN(value)) {
      return spec.about() + " Not known: nothing was heard of it in the last ten seconds.";
    }
    var n = Double.isNaN(samples) ? "" : " n = " + Unit.COUNT.text(samples) + ".";
    return spec.about() + " Over the last ten seconds." + n;
  }

  private static String signed(double difference, String amount) {
    return (difference > 0 ? "+" : "−") + amount;
  }

  private static double last(Readings readings) {
    return readings.size() == 0 ? Double.NaN : readings.at(readings.size() - 1);
  }
}
