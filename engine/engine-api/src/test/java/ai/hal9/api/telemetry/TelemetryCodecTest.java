package ai.hal9.api.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TelemetryCodecTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final TelemetryFrame FRAME =
      new TelemetryFrame(
          3,
          new TelemetrySnapshot(
              new TelemetrySource(SourceKind.NODE, "node-1", "demo", "local", "0.1.0", START),
              42,
              START.plusSeconds(42),
              123_456_789L,
              Duration.ofMillis(1_001),
              Map.of(MetricCatalogue.SIGNALS_SENT.series(), 7.0),
              Map.of(MetricCatalogue.BREAKER_STATE.series("a \"b\"\\\n{c,d=\"e\"}"), 2.0),
              Map.of(MetricCatalogue.PROCESSING_TIME.series(), LatencyHistogram.ofMicros(5, 50)),
              List.of(
                  new TelemetryEvent(
                      EventKind.TUNING, START, "batch 10", Map.of("who", "someone")))));

  @Test
  void frame_whatWasWritten_isEqual() {
    assertThat(TelemetryCodec.frame(TelemetryCodec.write(FRAME))).isEqualTo(FRAME);
  }

  @Test
  void frame_titleWithHalfASurrogatePair_isWithoutIt() {
    var event = new TelemetryEvent(EventKind.TUNING, START, "half \ud83d of 😀", Map.of());

    var read = reread(START, List.of(event));

    assertThat(read.events()).extracting(TelemetryEvent::title).containsExactly("half ? of 😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:00.000001Z",
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:00Z",
        "1970-01-01T00:00:00.5Z",
        "1969-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:01Z",
        "-1000000000-01-01T00:00:01Z"
      })
  void frame_anyMoment_isEqual(String text) {
    var time = Instant.parse(text);

    assertThat(reread(time, List.of()).time()).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT0S", "PT0.000000001S", "PT1.001S", "PT59M", "PT-1.5S", "PT-0.000000001S"})
  void frame_anyInterval_isEqual(String text) {
    var interval = Duration.parse(text);

    assertThat(reread(interval, Map.of()).interval()).isEqualTo(interval);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -3, 0.25, 1e15, 1.5e-9, 9.3e18, 1e300, Double.NaN, Double.NEGATIVE_INFINITY})
  void frame_anyNumber_isEqual(double number) {
    var gauges = Map.of(MetricCatalogue.BREAKER_STATE.series("x"), number);

    assertThat(reread(Duration.ZERO, gauges).gauges()).isEqualTo(gauges);
  }

  @Test
  void frame_manyFromOneThreadAndAnother_areEachEqual() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var read =
          threads.invokeAll(
              IntStream.range(0, 200)
                  .<Callable<Boolean>>mapToObj(
                      n ->
                          () ->
                              reread(START.plusSeconds(37L * n), List.of())
                                  .time()
                                  .equals(START.plusSeconds(37L * n)))
                  .toList());
      for (var equal : read) {
        assertThat(equal.get()).isTrue();
      }
    }
  }

  private static TelemetrySnapshot reread(Instant time, List<TelemetryEvent> events) {
    return reread(time, Duration.ZERO, Map.of(), events);
  }

  private static TelemetrySnapshot reread(Duration interval, Map<Series, Double> gauges) {
    return reread(START, interval, gauges, List.of());
  }

  private static TelemetrySnapshot reread(
      Instant time, Duration interval, Map<Series, Double> gauges, List<TelemetryEvent> events) {
    var snapshot =
        new TelemetrySnapshot(
            FRAME.snapshot().source(), 1, time, 0, interval, Map.of(), gauges, Map.of(), events);
    return TelemetryCodec.frame(TelemetryCodec.write(new TelemetryFrame(0, snapshot))).snapshot();
  }

  @Test
  void frame_fieldOfANewerNode_isPassedOver() {
    var newer = TelemetryCodec.write(FRAME).replaceFirst("\\{", "{\"newer\":[1,2],");

    assertThat(TelemetryCodec.frame(newer)).isEqualTo(FRAME);
  }

  @Test
  void frame_nonsense_isRefused() {
    assertThatThrownBy(() -> TelemetryCodec.frame("{\"lost\":"))
        .isInstanceOf(TelemetryException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"node-1", "demo", "local", "0.1.0", "hal9_", "batch 10", "who", "someone"})
  void frame_textWithAnEscapedHalfOfASurrogatePair_isRefused(String text) {
    var written = TelemetryCodec.write(FRAME);
    var halved = written.replace(text, text + "\\ud83d");

    assertThat(halved).isNotEqualTo(written);
    assertThatThrownBy(() -> TelemetryCodec.frame(halved)).isInstanceOf(TelemetryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "source", "time", "interval", "region", "kind", "title"})
  void frame_withoutWhatEveryOneHas_isRefused(String field) {
    var without = TelemetryCodec.write(FRAME).replaceFirst("\"" + field + "\"", "\"renamed\"");

    assertThatThrownBy(() -> TelemetryCodec.frame(without)).isInstanceOf(TelemetryException.class);
  }
}
