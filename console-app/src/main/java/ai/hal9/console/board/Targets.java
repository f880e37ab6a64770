package ai.hal9.console.board;

import ai.hal9.console.chart.ChartSpec.Target;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Unit;
import ai.hal9.dashboards.model.Bound;
import ai.hal9.dashboards.model.Goal;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.dashboards.model.SloProfile;
import java.util.List;
import java.util.Locale;

/** What panels are measured against, in words. */
final class Targets {

  private Targets() {}

  /** {@code target ≤ 100 ms}. */
  static String words(Bound bound, Unit unit) {
    var value = unit.tick(bound.value());
    return switch (bound.direction()) {
      case AT_MOST -> bound.value() == 0 ? "target 0" : "target ≤ " + value;
      case AT_LEAST -> "target ≥ " + value;
      case AIM -> "aim " + value;
    };
  }

  /** How a value stands. */
  static Health health(Bound.Verdict verdict) {
    return switch (verdict) {
      case MET -> Health.GOOD;
      case MISSED -> Health.BAD;
      case BELOW_AIM -> Health.BELOW;
      case UNKNOWN -> Health.UNKNOWN;
    };
  }

  /** A chart's goals as lines, each with its objective's name where there are several. */
  static List<Target> lines(Panel panel, SloProfile profile) {
    var unit = Unit.of(panel.unit());
    return panel.goals().stream()
        .flatMap(
            goal ->
                profile.bound(goal).stream()
                    .map(
                        bound ->
                            new Target(
                                bound.value(),
                                panel.goals().size() > 1
                                    ? name(goal) + words(bound, unit)
                                    : words(bound, unit))))
        .toList();
  }

  private static String name(Goal goal) {
    return switch (goal) {
      case Goal.Named(var objective) ->
          objective.wireName().toLowerCase(Locale.ROOT).replaceFirst("^latency-", "") + " ";
      case Goal.Fixed(_) -> "";
    };
  }
}
