package ai.hal9.engine.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryException;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.fuzz.Damaged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any text is a frame, or is refused as none. */
class TelemetryCodecFuzzTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final TelemetryFrame FRAME =
      new TelemetryFrame(
          3,
          new TelemetrySnapshot(
              new TelemetrySource(SourceKind.NODE, "node-1", "demo", "local", "0.1.0", START),
              42,
              START,
              123_456_789L,
              Duration.ofMillis(1_001),
              Map.of(MetricCatalogue.SIGNALS_SENT.series(), 7.0),
              Map.of(MetricCatalogue.BREAKER_STATE.series("x"), 2.0),
              Map.of(MetricCatalogue.PROCESSING_TIME.series(), LatencyHistogram.ofMicros(5, 50)),
              List.of(new TelemetryEvent(EventKind.TUNING, START, "t", Map.of("who", "me")))));

  @Property
  void frame_anyText_isReadOrRefused_andWhatIsReadIsWrittenAgain(@ForAll("frames") String text) {
    TelemetryFrame frame;
    try {
      frame = TelemetryCodec.frame(text);
    } catch (TelemetryException refused) {
      return;
    }
    assertThat(TelemetryCodec.frame(TelemetryCodec.write(frame))).isEqualTo(frame);
  }

  @Provide
  Arbitrary<String> frames() {
    return Damaged.text(
        List.of(TelemetryCodec.write(FRAME)),
        Damaged.json("\"latencies\"", "\"source\":null", "\"HISTFAAA", "AAAA", "PT", "Z").stream()
            .map(word -> new String(word, UTF_8))
            .toList());
  }
}
