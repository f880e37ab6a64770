package ai.hal9.console.overview;

import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import java.util.List;

/** A chart of the overview, and how its lines are read. */
record Panel(ChartSpec spec, Lines lines) {

  /** Reads lines column by column. */
  @FunctionalInterface
  interface Lines {
    List<Line> of(HistoryStore history, Axis axis);
  }
}
