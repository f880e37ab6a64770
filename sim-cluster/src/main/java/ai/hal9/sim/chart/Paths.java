package ai.hal9.sim.chart;

import java.util.Locale;

/**
 * A curve as SVG path data in a box of {@value #WIDTH} by {@value #HEIGHT}. A gap ends the line; a
 * value alone between gaps is a dot.
 */
final class Paths {

  static final int WIDTH = 1_000;
  static final int HEIGHT = 1_000;

  private final Scale x;
  private final Scale y;

  Paths(Scale x, Scale y) {
    this.x = x;
    this.y = y;
  }

  /** The points with this much support; a stretch between the two belongs to the weak ones. */
  String data(Curve curve, boolean weak) {
    var path = new StringBuilder();
    var pen = false;
    for (var i = 0; i < curve.ys().length; i++) {
      if (Double.isNaN(curve.ys()[i])) {
        pen = false;
        continue;
      }
      var drawn = curve.weakAt(i) == weak;
      var bridge = weak && !drawn && i > 0 && curve.weakAt(i - 1);
      if (drawn || bridge) {
        if (!pen && weak && i > 0 && !Double.isNaN(curve.ys()[i - 1])) {
          point(path, 'M', curve, i - 1);
          pen = true;
        }
        point(path, pen ? 'L' : 'M', curve, i);
        if (!pen) {
          path.append("h0");
        }
      }
      pen = drawn;
    }
    return path.toString();
  }

  private void point(StringBuilder path, char command, Curve curve, int i) {
    path.append(
        String.format(
            Locale.ROOT,
            "%c%.1f %.1f",
            command,
            x.position(curve.xs()[i]) * WIDTH,
            (1 - clamped(y.position(curve.ys()[i]))) * HEIGHT));
  }

  private static double clamped(double position) {
    return Math.clamp(position, 0, 1);
  }
}
