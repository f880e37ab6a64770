package ai.hal9.console.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyReaderTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Axis SECOND = new Axis(START, Duration.ofSeconds(1), 1);
  private static final Scope ALL = Scope.cluster();

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);
  private final LatencyReader reader = new LatencyReader(history);

  @Test
  void stageShares_areEachStagesTimeOfAllStagesTime() {
    // 20 signals of 10 ms in the cache, 4 of them 250 ms in the neuron: 0.2 s and 1 s
    says("node-1", Map.of(stage("cache"), micros(20, 10_000), stage("neuron"), micros(4, 250_000)));

    var shares = reader.stageShares(SECOND, ALL);

    assertThat(shares).extracting(Line::id).containsExactly("cache", "neuron");
    assertThat(shares.get(0).values().at(0)).isCloseTo(1 / 6.0, within(0.002));
    assertThat(shares.get(1).values().at(0)).isCloseTo(5 / 6.0, within(0.002));
  }

  @Test
  void stageShares_ofTwoNodes_areOfTheirTimesAdded() {
    says("node-1", Map.of(stage("cache"), micros(10, 100_000)));
    says("node-2", Map.of(stage("store"), micros(10, 300_000)));

    assertThat(reader.stageShares(SECOND, ALL))
        .extracting(line -> Math.round(line.values().at(0) * 100))
        .containsExactly(25L, 75L);
  }

  @Test
  void stageTimes_fewSamples_areWeak() {
    says("node-1", Map.of(stage("neuron"), micros(999, 250_000)));

    var times = reader.stageTimes(SECOND, ALL, Percentile.P99);

    assertThat(times.getFirst().values().at(0)).isCloseTo(0.25, within(0.001));
    assertThat(times.getFirst().weak().get(0)).isTrue();
    assertThat(reader.stageTimes(SECOND, ALL, Percentile.P95).getFirst().weak().get(0)).isFalse();
  }

  @Test
  void percentiles_areOrdered_andSayOnHowManySamplesTheyRest() {
    says(
        "node-1",
        Map.of(
            MetricCatalogue.PROCESSING_TIME.series(),
            LatencyHistogram.ofMicros(LongStream.rangeClosed(1, 1_000).toArray())));

    var lines = reader.percentiles(SECOND, ALL);

    assertThat(lines)
        .extracting(Line::id)
        .containsExactly("p50", "p90", "p95", "p99", "p99.9", "max");
    assertThat(lines).extracting(line -> line.values().at(0)).isSorted();
    assertThat(lines).allMatch(line -> line.samples().at(0) == 1_000);
    assertThat(lines.get(4).weak().get(0)).isTrue();
  }

  @Test
  void byNode_keepsANodesColour_whoeverElseIsShown() {
    for (var node : List.of("node-1", "node-2", "node-3")) {
      says(node, Map.of(MetricCatalogue.PROCESSING_TIME.series(), micros(100, 1_000)));
    }
    var all = reader.nodes();

    var three = reader.byNode(SECOND, all, all, Percentile.P99);
    var one = reader.byNode(SECOND, List.of("node-3"), all, Percentile.P99);

    assertThat(one).singleElement().returns(three.get(2).tone(), Line::tone);
  }

  private static Series stage(String name) {
    return MetricCatalogue.STAGE_TIME.series(name);
  }

  private static LatencyHistogram micros(int count, long micros) {
    return LatencyHistogram.ofMicros(LongStream.generate(() -> micros).limit(count).toArray());
  }

  private void says(String node, Map<Series, LatencyHistogram> latencies) {
    var end = START.plusSeconds(1);
    clock.set(end);
    history.heard(
        node,
        new TelemetryFrame(
            0,
            new TelemetrySnapshot(
                new TelemetrySource(SourceKind.NODE, node, "test", "local", "0.1.0", START),
                1,
                end,
                1_000_000_000L,
                Duration.ofSeconds(1),
                Map.of(),
                Map.of(),
                latencies,
                List.of())));
  }
}
