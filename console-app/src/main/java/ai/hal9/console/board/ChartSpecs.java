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
      "Nothing heard of it yet. What a load or a user does appears here about a second later.";

  private static final String NONE = "None heard of in this window.";

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
        WAITING,
        happenings(chart) ? NONE : "");
  }

  /** Whether it counts things that may well not happen, each kind apart. */
  private static boolean happenings(Panel.Chart chart) {
    return chart.goals().isEmpty()
        && chart.plots().stream()
            .allMatch(
                plot -> plot.split() instanceof Split.ByLabel && plot.value() instanceof Rate);
  }

  /** {@code per second, by node}, less what the title says already. */
  private static String vantage(Panel.Chart chart) {
    var splits =
        chart.plots().stream()
            .flatMap(
                plot ->
                    switch (plot.split()) {
                      case Split.Not() -> Stream.<String>of();
                      case Split.ByNode() -> Stream.of("node");
                      case Split.ByLabel(var label) -> Stream.of(LabelWords.label(label));
                    })
            .distinct()
            .filter(what -> !chart.title().contains("by " + what))
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
      case BYTES, COUNT, PER_SECOND, BYTES_PER_SECOND, CORES, DOLLARS -> Range.FROM_ZERO;
    };
  }
}
