package ai.hal9.console.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.series.Voice;
import ai.hal9.console.source.NodeState;
import java.net.URI;
import java.time.Duration;
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
