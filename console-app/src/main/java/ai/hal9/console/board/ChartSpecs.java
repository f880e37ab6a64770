package ai.hal9.console.board;

import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.ChartSpec.Range;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.expression.Unit;
import ai.hal9.dashboards.model.Goal;
import ai.hal9.dashboards.model.Objective;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.dashboards.model.SloProfile;
import java.util.stream.Stream;

/** How a dashboard's charts are drawn. */
final class ChartSpecs {

  private static final String WAITING =
      "Appears as soon as something is heard of it, about a second after it happens.";

  private ChartSpecs() {}

  static ChartSpec of(Panel.Chart chart, SloProfile profile) {
    return new ChartSpec(
        chart.id(),
        chart.title(),
        vantage(chart),
        chart.description().isEmpty() ? chart.title() + "." : chart.description(),
        ai.hal9.console.ui.Unit.of(chart.unit()),
        range(chart),
        Targets.lines(chart, profile),
        WAITING);
  }

  /** {@code per second, by node}. */
  private static String vantage(Panel.Chart chart) {
    var splits =
        chart.plots().stream()
            .flatMap(
                plot ->
                    switch (plot.split()) {
                      case Split.Not() -> Stream.<String>of();
                      case Split.ByNode() -> Stream.of("node");
                      case Split.ByLabel(var label) -> Stream.of(label);
                    })
            .distinct()
            .toList();
    var unit = chart.unit() == Unit.SECONDS ? "" : ai.hal9.console.ui.Unit.of(chart.unit()).words();
    return splits.isEmpty()
        ? unit
        : (unit.isEmpty() ? "by " : unit + ", by ") + String.join(" and ", splits);
  }

  /** Saturation and hit rates run to 100 %; what should stay near zero would lie flat there. */
  private static Range range(Panel.Chart chart) {
    var nearZero =
        chart.goals().contains(new Goal.Named(Objective.ERROR_RATE))
            || chart.expressions().stream().anyMatch(Rate.class::isInstance);
    return switch (chart.unit()) {
      case SECONDS -> Range.LATENCY;
      case SHARE -> nearZero ? Range.FROM_ZERO : Range.SHARE;
      case BYTES, COUNT, PER_SECOND, BYTES_PER_SECOND, CORES -> Range.FROM_ZERO;
    };
  }
}
