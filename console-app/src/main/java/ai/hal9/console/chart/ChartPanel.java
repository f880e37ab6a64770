package ai.hal9.console.chart;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.ui.Bag;
import java.util.List;
import javafx.beans.value.ObservableValue;

/** One chart of lines: title, legend, events, lines. */
public final class ChartPanel extends TimeChart<ChartData> {

  private final ChartSpec spec;
  private final LineChoice choice;
  private final LinePlot lines;
  private final Legend legend;

  public ChartPanel(ChartSpec spec, ChartContext context, ObservableValue<ChartData> data) {
    this(spec, context, data, new LinePlot(spec), new LineChoice());
  }

  private ChartPanel(
      ChartSpec spec,
      ChartContext context,
      ObservableValue<ChartData> data,
      LinePlot lines,
      LineChoice choice) {
    super(
        spec,
        context,
        data,
        lines.plot(),
        Readout.ofLines(data::getValue, choice::shows, spec.unit()));
    this.spec = spec;
    this.lines = lines;
    this.choice = choice;
    legend = new Legend(spec.id(), choice, this::draw);
    card().root().getChildren().addAll(legend, body());
    if (spec.range() == ChartSpec.Range.LATENCY) {
      card().offer(card().logarithmic(context));
    }
  }

  @Override
  protected void onShown(Bag held) {
    super.onShown(held);
    context().whenScaled(held, this::draw);
  }

  @Override
  void paint(ChartData now) {
    lines.show(
        now, choice::shows, context().logarithmic().contains(spec.id()), context().visible());
    legend.setVisible(!silent(now));
    legend.setManaged(legend.isVisible());
  }

  @Override
  boolean known(ChartData now) {
    return now.known() && !silent(now);
  }

  private boolean silent(ChartData now) {
    return !spec.none().isEmpty() && now.zero();
  }

  @Override
  String instead(ChartData now) {
    return silent(now) ? spec.none() : spec.empty();
  }

  @Override
  Axis columns(ChartData now) {
    return now.axis();
  }

  @Override
  List<HistoryEvent> happened(ChartData now) {
    return now.events();
  }

  @Override
  ValueTable table(ChartData now) {
    return ChartTable.of(now).values(spec.unit());
  }

  @Override
  String written(ChartData now, String separator) {
    return separator.equals(",")
        ? ChartTable.of(now).csv(spec.unit())
        : ChartTable.of(now).tabbed(spec.unit());
  }

  @Override
  void point() {
    super.point();
    legend.show(data(), spec.unit(), context().time().cursor().get());
  }
}
