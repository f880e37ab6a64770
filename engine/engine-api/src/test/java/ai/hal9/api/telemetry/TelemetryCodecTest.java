package ai.hal9.api.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.metric.MetricCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    assertThat(TelemetryCodec.snapshot(TelemetryCodec.write(FRAME.snapshot())))
        .isEqualTo(FRAME.snapshot());
    assertThat(TelemetryCodec.utf8(FRAME.lost(), TelemetryCodec.utf8(FRAME.snapshot())))
        .asString(UTF_8)
        .isEqualTo(TelemetryCodec.write(FRAME));
  }

  @Test
  void utf8_titleWithHalfASurrogatePair_isWrittenWithoutIt() {
    var event = new TelemetryEvent(EventKind.TUNING, START, "half \ud83d of 😀", Map.of());
    var snapshot =
        new TelemetrySnapshot(
            FRAME.snapshot().source(),
            1,
            START,
            0,
            Duration.ZERO,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(event));

    var read = TelemetryCodec.snapshot(TelemetryCodec.write(snapshot));

    assertThat(read.events()).extracting(TelemetryEvent::title).containsExactly("half ? of 😀");
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
  @ValueSource(strings = {"snapshot", "source", "time", "interval", "region", "kind", "title"})
  void frame_withoutWhatEveryOneHas_isRefused(String field) {
    var without = TelemetryCodec.write(FRAME).replaceFirst("\"" + field + "\"", "\"renamed\"");

    assertThatThrownBy(() -> TelemetryCodec.frame(without)).isInstanceOf(TelemetryException.class);
  }
}
