package ai.hal9.console.chart;

import ai.hal9.console.series.Heatmap;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.paint.Color;

/** Cells of a heatmap on a plot whose value axis goes by powers of ten. */
final class HeatPlot {

  private static final int COLOURS = 64;

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
      plot.scale(ValueScale.logarithmic(lower(heat, 0), heat.upperSeconds(heat.rows() - 1)));
    }
    plot.repaint();
    plot.move(window);
  }

  /** The lower end of a row in seconds. */
  private static double lower(Heatmap heat, int row) {
    return row > 0 ? heat.upperSeconds(row - 1) : heat.upperSeconds(0) / Heatmap.ROW_FACTOR;
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
          Math.rint(
              brush.y().applyAsDouble(row == 0 ? lower(heat, 0) : heat.upperSeconds(row - 1)));
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

  /** The cell under the mouse, and its column's sum. */
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
    var rows = new ArrayList<Readout.Row>();
    for (var row = 0; row < heat.rows(); row++) {
      if (value > lower(heat, row) && value <= heat.upperSeconds(row)) {
        rows.add(
            new Readout.Row(
                null,
                Unit.SECONDS.text(lower(heat, row))
                    + " to "
                    + Unit.SECONDS.text(heat.upperSeconds(row)),
                Unit.COUNT.text(heat.count(column, row)),
                "requests"));
      }
    }
    rows.add(new Readout.Row(null, "all", Unit.COUNT.text(samples), "requests"));
    return rows;
  }
}
