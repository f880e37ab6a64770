package ai.hal9.console.chart;

import ai.hal9.console.series.GaugeSeries;
import ai.hal9.console.ui.Tone;
import ai.hal9.sim.telemetry.Readings;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * One line of a chart, column by column; a gap is {@code NaN}.
 *
 * @param id stable, so that what was chosen in the legend stays chosen
 * @param name as the legend says it
 * @param values what the line goes through
 * @param low the lowest in each column, where a column merges several values
 * @param high the highest in each column, likewise
 * @param samples how many samples each value rests on; without any where that has no meaning
 * @param weak columns whose value rests on too few samples
 */
public record Line(
    String id,
    String name,
    Tone tone,
    Readings values,
    Readings low,
    Readings high,
    Readings samples,
    BitSet weak) {

  public Line {
    if (low.size() != values.size() || high.size() != values.size()) {
      throw new IllegalArgumentException(id + " has columns of unlike number");
    }
    weak = (BitSet) weak.clone();
  }

  /** A line of one value a column. */
  public static Line of(String id, String name, Tone tone, Readings values) {
    return new Line(id, name, tone, values, values, values, Readings.of(), new BitSet());
  }

  /** A gauge with its extremes. */
  public static Line of(String id, String name, Tone tone, GaugeSeries gauge) {
    return new Line(
        id, name, tone, gauge.mean(), gauge.min(), gauge.max(), Readings.of(), new BitSet());
  }

  /** This, with the number of samples behind each value. */
  public Line on(Readings samples, BitSet weak) {
    return new Line(id, name, tone, values, low, high, samples, weak);
  }

  /** This, under another name and in another colour. */
  public Line as(String name, Tone tone) {
    return new Line(id, name, tone, values, low, high, samples, weak);
  }

  @Override
  public BitSet weak() {
    return (BitSet) weak.clone();
  }

  /** Whether any column has a value. */
  public boolean known() {
    return values.known().findAny().isPresent();
  }

  /** The column of the newest known value; -1 when there is none. */
  public int latest() {
    return IntStream.range(0, values.size())
        .filter(column -> !Double.isNaN(values.at(column)))
        .reduce((_, later) -> later)
        .orElse(-1);
  }

  /** The value in a column; {@code NaN} where there is none, or no such column. */
  public double at(int column) {
    return column < 0 || column >= values.size() ? Double.NaN : values.at(column);
  }

  /** Whether the value in a column rests on too few samples. */
  public boolean weakAt(int column) {
    return column >= 0 && weak.get(column);
  }
}
