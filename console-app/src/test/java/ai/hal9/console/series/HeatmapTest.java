package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeatmapTest {

  private static final Selection PROCESSING = Selection.of(MetricCatalogue.PROCESSING_TIME);

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);

  @Test
  void heatmap_everySample_isInOneCell() {
    var node = Voice.node(clock, history, "a");
    var series = MetricCatalogue.PROCESSING_TIME.series();
    node.says(0, series, new Random(1).longs(500, 0, LatencyHistogram.HIGHEST_MICROS).toArray());
    node.says(1, series, 1_500, 1_510, 90_000);
    node.says(4, series, 1_505);

    var map =
        history.heatmap(new Axis(EPOCH, Duration.ofSeconds(1), 5), Scope.cluster(), PROCESSING);

    assertThat(sum(map, 0)).isEqualTo(500);
    assertThat(sum(map, 1)).isEqualTo(3);
    assertThat(map.count(2, 0)).as("a gap").isNaN();
    var row = IntStream.range(0, map.rows()).filter(r -> map.count(4, r) > 0).findFirst();
    assertThat(row).isPresent();
    assertThat(map.count(1, row.orElseThrow())).isEqualTo(2);
    assertThat(map.upperSeconds(row.orElseThrow())).isCloseTo(0.001585, within(1e-6));
  }

  @Test
  void heatmap_nothingHeard_hasNoRows() {
    var axis = new Axis(EPOCH, Duration.ofSeconds(1), 3);

    assertThat(history.heatmap(axis, Scope.cluster(), PROCESSING).rows()).isZero();
  }

  @Test
  void curve_ofAThousandSamples_endsWhereTheyStopSupporting() {
    var curve =
        DistributionCurve.of(LatencyHistogram.ofMicros(LongStream.rangeClosed(1, 1_000).toArray()));

    var points = curve.points();
    assertThat(points.getFirst().seconds()).isEqualTo(1e-6);
    assertThat(points).filteredOn(point -> point.percentile() == 50).hasSize(1);
    assertThat(points.get(points.size() - 2).percentile()).isLessThanOrEqualTo(99);
    assertThat(points.getLast()).isEqualTo(new DistributionCurve.Point(100, 0.001, false));
    assertThat(points).extracting(DistributionCurve.Point::seconds).isSorted();
  }

  private static double sum(Heatmap map, int column) {
    return IntStream.range(0, map.rows()).mapToDouble(row -> map.count(column, row)).sum();
  }
}
