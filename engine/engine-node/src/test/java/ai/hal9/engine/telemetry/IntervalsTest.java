package ai.hal9.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class IntervalsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final TelemetrySource SOURCE =
      new TelemetrySource(SourceKind.NODE, "node-1", "demo", "local", "0.1.0", START);

  private final NodeMeters meters = new NodeMeters();
  private final Intervals intervals = new Intervals(SOURCE, meters, 0);

  @Test
  void close_hundredTimesUnderFourThreads_losesAndDoublesNoSample() throws InterruptedException {
    var recorded = new AtomicLong();
    var closed = new CountDownLatch(100);
    var timing = meters.timing(MetricCatalogue.PROCESSING_TIME);
    var count = meters.count(MetricCatalogue.SIGNALS_PROCESSED);
    var threads =
        IntStream.range(0, 4)
            .mapToObj(
                number ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              while (closed.getCount() > 0) {
                                timing.recordNanos(1_000_000);
                                count.increment();
                                recorded.incrementAndGet();
                              }
                            }))
            .toList();

    var series = MetricCatalogue.PROCESSING_TIME.series();
    var total = LatencyHistogram.none();
    for (var interval = 1; interval <= 100; interval++) {
      var before = recorded.get();
      while (recorded.get() < before + 50) {
        Thread.onSpinWait();
      }
      var snapshot = intervals.close(START.plusSeconds(interval), interval);
      assertThat(snapshot.sequence()).isEqualTo(interval);
      total = total.plus(snapshot.latencies().getOrDefault(series, LatencyHistogram.none()));
      closed.countDown();
    }
    for (var thread : threads) {
      thread.join();
    }
    var last = intervals.close(START.plusSeconds(101), 101);
    total = total.plus(last.latencies().getOrDefault(series, LatencyHistogram.none()));

    assertThat(total.count()).isEqualTo(recorded.get());
    assertThat(last.counters())
        .containsEntry(MetricCatalogue.SIGNALS_PROCESSED.series(), (double) recorded.get());
    var cumulative = intervals.latest().latencies().getOrDefault(series, LatencyTotals.none());
    assertThat(Arrays.stream(cumulative.buckets()).sum()).isEqualTo(recorded.get());
  }

  @Test
  void close_eventsAndGauges_areThoseOfTheInterval() {
    meters.gauge(MetricCatalogue.BUFFER_DEPTH, () -> 7);
    intervals.publish(new TelemetryEvent(EventKind.FAULT, START, "first", Map.of()));

    var first = intervals.close(START.plusSeconds(1), Duration.ofMillis(1_001).toNanos());
    var second = intervals.close(START.plusSeconds(2), Duration.ofMillis(2_001).toNanos());

    assertThat(first.events()).extracting(TelemetryEvent::title).containsExactly("first");
    assertThat(first.interval()).isEqualTo(Duration.ofMillis(1_001));
    assertThat(first.gauges()).containsEntry(MetricCatalogue.BUFFER_DEPTH.series(), 7.0);
    assertThat(second.events()).isEmpty();
    assertThat(second.interval()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void close_supplierThatFailsOrDoesNotKnow_makesAGapAndHarmsNoOther() {
    meters.gauge(MetricCatalogue.DB_ACTIVE, () -> Double.NaN);
    meters.gauge(
        MetricCatalogue.DB_IDLE,
        () -> {
          throw new IllegalStateException("pool closed");
        });
    meters.gauge(MetricCatalogue.DB_MAX, () -> 100);

    assertThat(intervals.close(START, 1).gauges())
        .containsOnlyKeys(MetricCatalogue.DB_MAX.series());
  }

  @Test
  void timing_neverRecorded_takesNoPlace() {
    var timing = meters.timing(MetricCatalogue.MODEL_TIME, "L4");
    assertThat(intervals.close(START, 1).latencies()).isEmpty();

    timing.recordNanos(5_000);

    assertThat(intervals.close(START, 2).latencies())
        .containsEntry(MetricCatalogue.MODEL_TIME.series("L4"), LatencyHistogram.ofMicros(5));
  }

  @Test
  void meters_wrongTypeOrLabels_areRefused() {
    assertThatThrownBy(() -> meters.count(MetricCatalogue.PROCESSING_TIME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hal9_processing_time is a HISTOGRAM");
    assertThatThrownBy(() -> meters.timing(MetricCatalogue.SIGNALS_SENT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> meters.gauge(MetricCatalogue.BREAKER_STATE, () -> 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labels [breaker]");
    assertThatThrownBy(() -> meters.count(MetricCatalogue.HTTP_REQUESTS, "GET"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void meters_lookedUpAgain_areTheSame() {
    assertThat(meters.count(MetricCatalogue.CACHE_HITS, "local"))
        .isSameAs(meters.count(MetricCatalogue.CACHE_HITS, "local"))
        .isNotSameAs(meters.count(MetricCatalogue.CACHE_HITS, "redis"));
  }
}
