package ai.hal9.console.chart;

import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.paint.Color;

/** Cells of a heatmap on a plot whose value axis goes by powers of ten. */
final class HeatPlot {

  private static final int COLOURS = 64;

  /** So many cells are told of a column that keys point at. */
  private static final int FULLEST = 3;

  private final Plot plot = new Plot(Unit.SECONDS, this::paint);
  private HeatData data = HeatData.NONE;
  private HeatScale scale = new HeatScale(1);

  Plot plot() {
    return plot;
  }

  void show(HeatData shown, Window window) {
    data = shown;
    scale = new HeatScale(Math.max(1, shown.most()));
    if (shown.known()) {
      var heat = shown.heat();
      plot.scale(ValueScale.logarithmic(data.lower(0), heat.upperSeconds(heat.rows() - 1)));
    }
    plot.repaint();
    plot.move(window);
  }

  private void paint(Plot.Brush brush) {
    var heat = data.heat();
    var colours = new Color[COLOURS];
    for (var i = 0; i < COLOURS; i++) {
      colours[i] = HeatScale.colour(brush.colours(), (double) i / (COLOURS - 1));
    }
    var edges = new double[heat.rows() + 1];
    for (var row = 0; row <= heat.rows(); row++) {
      edges[row] =
          Math.rint(brush.y().applyAsDouble(row == 0 ? data.lower(0) : heat.upperSeconds(row - 1)));
    }
    var heard = brush.colours().of(Tone.HEARD);
    for (var column = 0; column < heat.axis().count(); column++) {
      var left = Math.rint(brush.x().applyAsDouble(heat.axis().begin(column)));
      var right = Math.rint(brush.x().applyAsDouble(heat.axis().begin(column + 1)));
      var width = Math.max(1, right - left);
      if (heat.rows() == 0 || Double.isNaN(heat.count(column, 0))) {
        continue;
      }
      brush.canvas().setFill(heard);
      brush.canvas().fillRect(left, edges[heat.rows()], width, edges[0] - edges[heat.rows()]);
      for (var row = 0; row < heat.rows(); row++) {
        var count = heat.count(column, row);
        if (count > 0) {
          brush.canvas().setFill(colours[(int) (scale.position(count) * (COLOURS - 1))]);
          brush.canvas().fillRect(left, edges[row + 1], width, edges[row] - edges[row + 1]);
        }
      }
    }
  }

  /** The cell under the mouse, or those with the most where none is, and their column's sum. */
  List<Readout.Row> read(Instant at, double value) {
    var heat = data.heat();
    var column = heat.axis().indexOf(at);
    if (column < 0 || column >= heat.axis().count() || heat.rows() == 0) {
      return List.of();
    }
    var samples = data.samples(column);
    if (Double.isNaN(samples)) {
      return List.of(new Readout.Row(null, "nothing heard", Unit.COUNT.text(samples), ""));
    }
    var pointed = Double.isNaN(value) ? fullest(column) : rowsAt(value);
    return Stream.concat(
            pointed.map(row -> requests(data.band(row), heat.count(column, row))),
            Stream.of(requests("all", samples)))
        .toList();
  }

  private Stream<Integer> rowsAt(double value) {
    return IntStream.range(0, data.heat().rows())
        .filter(row -> value > data.lower(row) && value <= data.heat().upperSeconds(row))
        .boxed();
  }

  private Stream<Integer> fullest(int column) {
    return IntStream.range(0, data.heat().rows())
        .filter(row -> data.heat().count(column, row) > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -data.heat().count(column, row)))
        .limit(FULLEST);
  }

  private static Readout.Row requests(String name, double count) {
    return new Readout.Row(null, name, Unit.COUNT.text(count), "requests");
  }
}
