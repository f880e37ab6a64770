package ai.hal9.console.chart;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a chart shows.
 *
 * @param axis the columns all lines share
 * @param lines in the order of the legend
 * @param events what happened in that time
 */
public record ChartData(Axis axis, List<Line> lines, List<HistoryEvent> events) {

  public static final ChartData NONE =
      new ChartData(new Axis(Instant.EPOCH, Duration.ofSeconds(1), 0), List.of(), List.of());

  public ChartData {
    lines = List.copyOf(lines);
    events = List.copyOf(events);
  }

  /** Whether all that is known is zero. */
  public boolean zero() {
    return known() && lines.stream().noneMatch(line -> line.high().max() > 0);
  }

  /** Whether there is anything to draw. */
  public boolean known() {
    return lines.stream().anyMatch(Line::known);
  }
}
