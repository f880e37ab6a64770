package ai.hal9.console.chart;

import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Tone;
import java.util.function.Predicate;
import javafx.geometry.VPos;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/** Lines and their targets on a plot. */
final class LinePlot {

  private static final double[] DASHES = {6, 4};
  private static final double LINE_HEIGHT = 16;

  /** How much of what lies behind a target's words is covered. */
  private static final double VEIL = 0.8;

  private static final Font TARGET_FONT = Font.font("Roboto", 11);

  private final ChartSpec spec;
  private final Plot plot;
  private ChartData data = ChartData.NONE;
  private Predicate<Line> chosen = _ -> true;

  LinePlot(ChartSpec spec) {
    this.spec = spec;
    plot = new Plot(spec.unit(), this::paint);
  }

  Plot plot() {
    return plot;
  }

  /**
   * Draws data in a window.
   *
   * @param logarithmic whether equal distances on the value axis are equal factors
   */
  void show(ChartData shown, Predicate<Line> wanted, boolean logarithmic, Window window) {
    data = shown;
    chosen = wanted;
    fit(logarithmic);
    plot.repaint();
    plot.move(window);
  }

  private void fit(boolean logarithmic) {
    var shown = data.lines().stream().filter(chosen).filter(Line::known).toList();
    var largest = shown.stream().mapToDouble(line -> line.high().max()).max().orElse(0);
    if (spec.range() == ChartSpec.Range.SHARE) {
      plot.scale(ValueScale.share());
    } else if (logarithmic && largest > 0) {
      var smallest =
          shown.stream()
              .flatMapToDouble(line -> line.low().known())
              .filter(value -> value > 0)
              .min()
              .orElse(largest);
      plot.scale(ValueScale.logarithmic(smallest, largest));
    } else if (plot.scale().logarithmic() || !plot.scale().fits(largest)) {
      plot.scale(ValueScale.fromZero(largest * 1.05, spec.unit()));
    }
  }

  private void paint(Plot.Brush brush) {
    var painter = new LinePainter(brush.canvas(), brush.x(), brush.y());
    // the first line is the most telling one: it comes on top
    for (var line : data.lines().reversed()) {
      if (chosen.test(line)) {
        painter.paint(data.axis(), line, brush.colours().of(line.tone()));
      }
    }
    paintTargets(brush);
  }

  private static double width(String words) {
    var text = new Text(words);
    text.setFont(TARGET_FONT);
    return text.getLayoutBounds().getWidth();
  }

  private void paintTargets(Plot.Brush brush) {
    var shown = spec.targets().stream().filter(target -> target.value() <= brush.top()).toList();
    var canvas = brush.canvas();
    canvas.setStroke(brush.colours().of(Tone.TARGET));
    canvas.setLineWidth(1);
    canvas.setLineDashes(DASHES);
    for (var target : shown) {
      canvas.strokeLine(0, line(brush, target), brush.width(), line(brush, target));
    }
    canvas.setLineDashes();
    // over all lines: a neighbour's would strike the words through
    var words = new TargetWords();
    shown.forEach(target -> write(brush, target, words));
  }

  private static void write(Plot.Brush brush, ChartSpec.Target target, TargetWords words) {
    var canvas = brush.canvas();
    var y = line(brush, target);
    var below = y < LINE_HEIGHT;
    var width = width(target.words());
    var left = words.left(y, width);
    canvas.setFill(brush.colours().of(Tone.SURFACE).deriveColor(0, 1, 1, VEIL));
    canvas.fillRect(left - 2, below ? y + 1 : y - LINE_HEIGHT, width + 4, LINE_HEIGHT - 1);
    canvas.setFill(brush.colours().of(Tone.TARGET));
    canvas.setFont(TARGET_FONT);
    canvas.setTextAlign(TextAlignment.LEFT);
    canvas.setTextBaseline(below ? VPos.TOP : VPos.BOTTOM);
    canvas.fillText(target.words(), left, below ? y + 3 : y - 3);
  }

  private static double line(Plot.Brush brush, ChartSpec.Target target) {
    return Math.round(brush.y().applyAsDouble(target.value())) + 0.5;
  }
}
