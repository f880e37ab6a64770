package ai.hal9.console.node;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.source.NodeState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node at a moment.
 *
 * @param state how it is heard; null when no node of that name is known
 * @param uptime since it began to serve, as it said last; null while that is not known
 * @param facts its numbers over the last ten seconds, or those before the pause
 * @param charts in the order of {@link NodeModel#SPECS}
 * @param events what happened to it in the time on screen, the newest first
 */
record NodePicture(
    @Nullable NodeState state,
    @Nullable Duration uptime,
    List<Fact> facts,
    List<ChartData> charts,
    List<HistoryEvent> events) {

  static final NodePicture NOTHING =
      new NodePicture(
          null,
          null,
          List.of(),
          NodeModel.SPECS.stream().map(_ -> ChartData.NONE).toList(),
          List.of());

  /**
   * One number.
   *
   * @param id stable
   * @param value as it is written
   * @param weak whether it rests on too few samples
   * @param beside what it is to be seen against: the cluster's, or the most there can be
   */
  record Fact(String id, String label, String value, boolean weak, String beside) {}
}
