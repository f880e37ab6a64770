package ai.hal9.engine.trace;

import static ai.hal9.api.metric.MetricCatalogue.TRACE_SPANS_DROPPED;
import static ai.hal9.api.metric.MetricCatalogue.TRACE_SPANS_EXPORTED;
import static ai.hal9.api.metric.MetricCatalogue.TRACE_WAITING;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TracingTest {

  private static final TraceContext PARENT =
      requireNonNull(TraceContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MANY = 6_000;

  private final Knobs knobs = new Knobs("telemetry.sample_ratio", "1");
  private final RecordedMeters meters = new RecordedMeters();
  private Collector collector;

  @BeforeEach
  void start() throws IOException {
    collector = new Collector();
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void request_withItsParts_reachesTheCollectorUnderItsParent() {
    try (var tracing = tracing(collector.address())) {
      var spans = requireNonNull(tracing.begin(PARENT, 1_000));
      spans.hold();
      spans.stage("decode", 1_000, 3_000);
      spans.model("strategist", 4_000, 6_000, "overloaded");
      spans.end("POST", "/api/v1/signal", 503, 9_000);
      spans.stage("store", 9_000, 12_000);
      spans.release();
      await().atMost(PATIENCE).until(() -> collector.spans.size() == 4);

      var request = collector.named("POST /api/v1/signal");
      assertThat(Collector.hex(request.getTraceId())).isEqualTo(PARENT.traceId());
      assertThat(Collector.hex(request.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
      assertThat(request.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(request.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(Collector.texts(request.getAttributesList()))
          .isEqualTo(
              Map.of(
                  "http.request.method", "POST",
                  "http.route", "/api/v1/signal",
                  "http.response.status_code", "503"));
      assertThat(request.getStartTimeUnixNano())
          .isEqualTo(TimeUnit.SECONDS.toNanos(NOW.getEpochSecond()) + 1_000 - 20_000);
      assertThat(request.getEndTimeUnixNano() - request.getStartTimeUnixNano()).isEqualTo(8_000);
      for (var name : new String[] {"decode", "model", "store"}) {
        var part = collector.named(name);
        assertThat(part.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(part.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(part.getSpanId()).isNotEqualTo(request.getSpanId());
      }
      var model = collector.named("model");
      assertThat(model.getStatus().getMessage()).isEqualTo("overloaded");
      assertThat(Collector.texts(model.getAttributesList()))
          .containsEntry("hal9.neuron", "strategist");
      assertThat(model.getEndTimeUnixNano() - model.getStartTimeUnixNano()).isEqualTo(2_000);
      assertThat(Collector.texts(collector.resources.getFirst().getAttributesList()))
          .containsEntry("service.instance.id", "node-1")
          .containsEntry("service.namespace", "demo");
      await().until(() -> meters.total(TRACE_SPANS_EXPORTED) == 4);
    }
  }

  @Test
  void begin_followsTheParent_andElseTheShare() {
    try (var tracing = tracing(collector.address())) {
      assertThat(tracing.begin(null, 0)).isNotNull();
      assertThat(tracing.begin(new TraceContext(1, 2, 3, false), 0)).isNull();
      knobs.set("telemetry.sample_ratio", "0");
      assertThat(tracing.begin(null, 0)).isNull();
      assertThat(tracing.begin(PARENT, 0)).isNotNull();
    }
  }

  @Test
  void whatComesLater_isTheSameRequestsWithoutTellingItAgain() {
    try (var tracing = tracing(collector.address())) {
      var spans = requireNonNull(tracing.later(PARENT));
      spans.stage("queue", 1_000, 3_000);
      spans.stage("write", 3_000, 4_000, "no such month");
      spans.release();
      await().atMost(PATIENCE).until(() -> collector.spans.size() == 2);

      assertThat(collector.spans)
          .allSatisfy(
              part -> {
                assertThat(Collector.hex(part.getTraceId())).isEqualTo(PARENT.traceId());
                assertThat(Collector.hex(part.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
              });
      assertThat(collector.named("write").getStatus().getMessage()).isEqualTo("no such month");
      await().atMost(PATIENCE).until(() -> meters.total(TRACE_SPANS_EXPORTED) == 2);
      assertThat(tracing.later(new TraceContext(1, 2, 3, false))).isNull();
    }
  }

  @Test
  void collectorThatRefuses_isCountedAndTriedAgain() {
    collector.status = 503;
    try (var tracing = tracing(collector.address())) {
      end(tracing);
      await().atMost(PATIENCE).until(() -> meters.total(TRACE_SPANS_DROPPED, "failed") == 1);
      collector.status = 200;
      end(tracing);
      await().atMost(PATIENCE).until(() -> collector.spans.size() == 1);
    }
  }

  @Test
  void collectorThatIsAway_costsNothingButSpans() throws IOException {
    URI nobody;
    try (var gone = new Collector()) {
      nobody = gone.address();
    }
    try (var tracing = tracing(nobody)) {
      for (var i = 0; i < MANY; i++) {
        end(tracing);
      }
      assertThat(meters.value(TRACE_WAITING)).isLessThanOrEqualTo(4_096);
    }
    assertThat(
            meters.total(TRACE_SPANS_DROPPED, "failed") + meters.total(TRACE_SPANS_DROPPED, "full"))
        .isEqualTo(MANY);
    assertThat(meters.total(TRACE_SPANS_EXPORTED)).isZero();
  }

  private static void end(Tracing tracing) {
    requireNonNull(tracing.begin(null, 0)).end("GET", "/health", 200, 1);
  }

  private Tracing tracing(URI endpoint) {
    return Tracing.to(
        endpoint,
        new Tracing.Source("node-1", "demo", "local", "0.1.0"),
        knobs,
        meters,
        InstantSource.fixed(NOW),
        () -> 20_000);
  }
}
