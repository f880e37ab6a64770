package ai.hal9.console.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.series.Voice;
import ai.hal9.console.source.NodeState;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NodeRowTest {

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);

  @Test
  void p99_ofTooFewSamples_isWeak() {
    says(30);

    assertThat(row().p99().seconds()).isCloseTo(0.25, within(0.001));
    assertThat(row().p99().weak()).isTrue();
  }

  @Test
  void p99_ofEnoughSamples_isSound() {
    says(1_000);

    assertThat(row().p99().seconds()).isCloseTo(0.25, within(0.001));
    assertThat(row().p99().weak()).isFalse();
  }

  @Test
  void stores_areCalledAsOnCharts_andTheirCopiesHaveRows() {
    var _ =
        Voice.store(clock, history, SourceKind.POSTGRES, "127.0.0.1:5432")
            .says(
                0, Map.of(), Map.of(MetricCatalogue.PG_REPLICATION_BYTES.series("standby-1"), 0.0));
    var _ =
        Voice.store(clock, history, SourceKind.REDIS, "127.0.0.1:6379")
            .says(0, Map.of(), Map.of(MetricCatalogue.REDIS_KEYS.series("127.0.0.1:6379"), 1.0));
    var _ =
        Voice.store(clock, history, SourceKind.REDIS, "127.0.0.1:6380")
            .says(
                0,
                Map.of(),
                Map.of(
                    MetricCatalogue.QUEUE_LENGTH.series("127.0.0.1:6380"), 0.0,
                    MetricCatalogue.REDIS_REPLICA_LAG.series("127.0.0.1:6381"), 0.0));

    assertThat(NodeRow.all(history, List.of(), clock.instant(), Moment.LIVE))
        .extracting(NodeRow::name, NodeRow::title, NodeRow::role, NodeRow::state)
        .containsExactlyInAnyOrder(
            tuple("127.0.0.1:5432", "PostgreSQL", "PostgreSQL", NodeState.Hearing.HEARD),
            tuple("127.0.0.1:6379", "Redis", "Redis", NodeState.Hearing.HEARD),
            tuple("127.0.0.1:6380", "Durable Redis", "Redis", NodeState.Hearing.HEARD),
            tuple("standby-1", "standby-1", "PostgreSQL standby", NodeState.Hearing.HEARD),
            tuple("127.0.0.1:6381", "Replica", "Redis replica", NodeState.Hearing.HEARD));
  }

  @Test
  void standby_itsServerNoLongerTellsOf_isSilent() {
    var server = Voice.store(clock, history, SourceKind.POSTGRES, "127.0.0.1:5432");
    var standby = MetricCatalogue.PG_REPLICATION_BYTES.series("standby-1");
    var size = MetricCatalogue.PG_SIZE.series("127.0.0.1:5432");
    var _ = server.says(0, Map.of(), Map.of(standby, 0.0, size, 1.0));
    for (var second = 1; second <= 15; second++) {
      var _ = server.says(second, Map.of(), Map.of(size, 1.0));
    }

    assertThat(NodeRow.all(history, List.of(), clock.instant(), Moment.LIVE))
        .filteredOn(row -> row.name().equals("standby-1"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.state()).isEqualTo(NodeState.Hearing.SILENT);
              assertThat(row.reason()).contains("no longer tells");
            });
  }

  private void says(int samples) {
    var _ =
        Voice.node(clock, history, "node-1")
            .says(
                0,
                MetricCatalogue.PROCESSING_TIME.series(),
                LongStream.generate(() -> 250_000).limit(samples).toArray());
  }

  private NodeRow row() {
    var member =
        history.sources().stream()
            .map(
                source ->
                    new NodeState(
                        source.name(),
                        URI.create("http://127.0.0.1:1"),
                        NodeState.Hearing.HEARD,
                        "",
                        "local",
                        "0.1.0",
                        source.lastHeard(),
                        Duration.ofSeconds(1)))
            .toList();
    return NodeRow.all(history, member, clock.instant(), Moment.LIVE).getFirst();
  }
}
