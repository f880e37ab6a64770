package ai.hal9.console.chart;

import java.util.ArrayList;
import java.util.List;

/** Where words on target lines stand: at the left, and beside each other where lines are close. */
final class TargetWords {

  private static final double LEFT = 4;
  private static final double LINE = 14;
  private static final double GAP = 12;

  private record Placed(double y, double end) {}

  private final List<Placed> placed = new ArrayList<>();

  /** Where the next line's words begin. */
  double left(double y, double width) {
    var left =
        placed.stream()
            .filter(other -> Math.abs(other.y - y) < LINE)
            .mapToDouble(other -> other.end + GAP)
            .max()
            .orElse(LEFT);
    placed.add(new Placed(y, left + width));
    return left;
  }
}
