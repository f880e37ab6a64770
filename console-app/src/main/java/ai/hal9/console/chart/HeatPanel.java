package ai.hal9.console.chart;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryEvent;
import java.util.List;
import javafx.beans.value.ObservableValue;

/** A heatmap: title, what its colours mean, events, cells. */
public final class HeatPanel extends TimeChart<HeatData> {

  private final HeatPlot cells;
  private final HeatLegend legend = new HeatLegend();

  public HeatPanel(ChartSpec spec, ChartContext context, ObservableValue<HeatData> data) {
    this(spec, context, data, new HeatPlot());
  }

  private HeatPanel(
      ChartSpec spec, ChartContext context, ObservableValue<HeatData> data, HeatPlot cells) {
    super(spec, context, data, cells.plot(), cells::read);
    this.cells = cells;
    card().root().getChildren().addAll(legend, body());
  }

  @Override
  void paint(HeatData now) {
    cells.show(now, context().visible());
    legend.show(now.most());
  }

  @Override
  boolean known(HeatData now) {
    return now.known();
  }

  @Override
  Axis columns(HeatData now) {
    return now.heat().axis();
  }

  @Override
  List<HistoryEvent> happened(HeatData now) {
    return now.events();
  }

  @Override
  ValueTable table(HeatData now) {
    return now.table();
  }

  @Override
  String written(HeatData now, String separator) {
    return now.text(separator);
  }
}
