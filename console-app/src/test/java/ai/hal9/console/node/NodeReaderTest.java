package ai.hal9.console.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.series.Voice;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NodeReaderTest {

  private static final Axis TWO_SECONDS = new Axis(Voice.EPOCH, Duration.ofSeconds(1), 2);

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);
  private final NodeReader reader = new NodeReader(history, "node-1");

  @Test
  void p99_ofTooFewSamples_isWeak() {
    var _ =
        Voice.node(clock, history, "node-1")
            .says(0, MetricCatalogue.PROCESSING_TIME.series(), micros(30))
            .says(1, MetricCatalogue.PROCESSING_TIME.series(), micros(1_000));

    var line = reader.lines(Measure.P99, TWO_SECONDS).getFirst();
    assertThat(line.values().at(0)).isCloseTo(0.25, within(0.001));
    assertThat(line.weakAt(0)).isTrue();
    assertThat(line.weakAt(1)).isFalse();
  }

  private static long[] micros(int samples) {
    return LongStream.generate(() -> 250_000).limit(samples).toArray();
  }
}
