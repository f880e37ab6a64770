package ai.hal9.engine.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClosedMetricsTest {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_][a-z0-9_]*(?:\\{[^}]*\\})?) ([-+0-9.eE]+|NaN|\\+Inf)");

  private final NodeMeters meters = new NodeMeters();
  private final Intervals intervals =
      new Intervals(
          new TelemetrySource(SourceKind.NODE, "n", "c", "r", "1", Instant.EPOCH), meters, 0);
  private final MetricsView view = new ClosedMetrics(intervals::latest);

  @BeforeEach
  void record() {
    var time = meters.timing(MetricCatalogue.PROCESSING_TIME);
    meters.count(MetricCatalogue.SIGNALS_SENT).add(5);
    meters.count(MetricCatalogue.SIGNALS_FAILED, "overloaded").add(2);
    meters.count(MetricCatalogue.HTTP_REQUESTS, "GET", "/health", "200").add(3);
    meters.timing(MetricCatalogue.HTTP_DURATION, "/health").recordNanos(700_000);
    meters.gauge(MetricCatalogue.BATCH_SIZE_AVERAGE, () -> 12.5);
    meters.gauge(MetricCatalogue.RESIDENT_MEMORY, () -> 1_000_000);
    for (var millis : List.of(1, 20, 50, 51)) {
      time.recordNanos(Duration.ofMillis(millis).toNanos());
    }
    intervals.close(Instant.EPOCH, Duration.ofSeconds(1).toNanos());
    time.recordNanos(Duration.ofSeconds(60).toNanos());
    intervals.close(Instant.EPOCH, Duration.ofSeconds(2).toNanos());
  }

  @Test
  void pages_areWrittenOnceAnInterval() {
    var text = view.prometheus(null);
    var open = view.prometheus("application/openmetrics-text; version=1.0.0");
    var tree = view.json();
    assertThat(view.prometheus(null)).isSameAs(text);
    assertThat(view.prometheus("application/openmetrics-text; version=1.0.0")).isSameAs(open);
    assertThat(view.json()).isSameAs(tree);

    meters.count(MetricCatalogue.SIGNALS_SENT).add(1);
    intervals.close(Instant.EPOCH, Duration.ofSeconds(3).toNanos());
    assertThat(samples(view.prometheus(null))).containsEntry("hal9_signals_sent_total", 6.0);
    assertThat(view.json()).containsEntry("signals_sent", 6L);
  }

  @Test
  void prometheus_anyReader_equalsTheTotals() {
    var page = view.prometheus(null);
    var samples = samples(page);

    assertThat(page.contentType()).startsWith("text/plain; version=0.0.4");
    assertThat(samples)
        .containsEntry("hal9_signals_sent_total", 5.0)
        .containsEntry("hal9_signals_failed_total{reason=\"overloaded\"}", 2.0)
        .containsEntry("http_requests_total{method=\"GET\",route=\"/health\",status=\"200\"}", 3.0)
        .containsEntry("hal9_batch_size_average", 12.5)
        .containsEntry("process_resident_memory_bytes", 1_000_000.0)
        .containsEntry("http_request_duration_seconds_bucket{route=\"/health\",le=\"0.001\"}", 1.0)
        .containsEntry("hal9_processing_time_bucket{le=\"5.0E-4\"}", 0.0)
        .containsEntry("hal9_processing_time_bucket{le=\"0.001\"}", 1.0)
        .containsEntry("hal9_processing_time_bucket{le=\"0.02\"}", 2.0)
        .containsEntry("hal9_processing_time_bucket{le=\"0.05\"}", 3.0)
        .containsEntry("hal9_processing_time_bucket{le=\"0.1\"}", 4.0)
        .containsEntry("hal9_processing_time_bucket{le=\"10.0\"}", 4.0)
        .containsEntry("hal9_processing_time_bucket{le=\"+Inf\"}", 5.0)
        .containsEntry("hal9_processing_time_count", 5.0);
    assertThat(samples.get("hal9_processing_time_sum")).isCloseTo(60.122, within(0.06));
  }

  @Test
  void prometheus_readTwice_isTheSameAndTakesNothingFromTheIntervals() {
    assertThat(view.prometheus(null).body()).isEqualTo(view.prometheus(null).body());
    meters.timing(MetricCatalogue.PROCESSING_TIME).recordNanos(1_000);
    var _ = view.prometheus(null);

    assertThat(
            intervals.close(Instant.EPOCH, 3).latencies().values().stream()
                .mapToLong(latency -> latency.count())
                .sum())
        .isEqualTo(1);
  }

  @Test
  void prometheus_readerThatAcceptsOpenMetrics_getsIt() {
    var page = view.prometheus("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    var text = new String(page.body(), UTF_8);

    assertThat(page.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(text)
        .contains("# TYPE hal9_signals_sent counter")
        .contains("hal9_signals_sent_total 5")
        .contains("hal9_processing_time_bucket{le=\"+Inf\"} 5")
        .endsWith("# EOF\n");
  }

  @Test
  void json_any_isNamedAsTheCatalogueWithoutPrefixAndSuffix() {
    var tree = view.json();

    assertThat(tree)
        .containsEntry("signals_sent", 5L)
        .containsEntry("signals_failed", Map.of("overloaded", 2L))
        .containsEntry("http_requests", Map.of("GET", Map.of("/health", Map.of("200", 3L))))
        .containsEntry("batch_size_average", 12.5);
    assertThat(tree.get("processing_time"))
        .asInstanceOf(map(String.class, Object.class))
        .containsEntry("n", 1L)
        .containsEntry("window_ms", 1_000L)
        .doesNotContainKey("p99_ms");
  }

  @Test
  void json_intervalWithoutSamples_tellsNoFigureOfAnEarlierOne() {
    intervals.close(Instant.EPOCH, Duration.ofSeconds(5).toNanos());

    assertThat(view.json().get("processing_time"))
        .isEqualTo(Map.of("n", 0L, "window_ms", 3_000L, "overflow", 0L));
    assertThat(samples(view.prometheus(null)))
        .containsEntry("hal9_processing_time_count", 5.0)
        .containsEntry("hal9_processing_time_bucket{le=\"0.05\"}", 3.0);
  }

  private static Map<String, Double> samples(MetricsView.Exposition page) {
    var samples = new HashMap<String, Double>();
    new String(page.body(), UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              var matcher = SAMPLE.matcher(line);
              assertThat(matcher.matches()).as(line).isTrue();
              assertThat(samples.put(matcher.group(1), Double.parseDouble(matcher.group(2))))
                  .as("%s once", line)
                  .isNull();
            });
    return samples;
  }
}
