package ai.hal9.engine.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class TelemetryHubTest {

  private final NodeMeters meters = new NodeMeters();
  private final TelemetryHub hub =
      new TelemetryHub(meters.count(MetricCatalogue.TELEMETRY_DROPPED));

  @Test
  void next_subscriberSlowerThanTheNode_getsTheNewestAndIsToldItsLoss() throws Exception {
    try (var slow = hub.subscribe(Set.of(SourceKind.NODE), 3);
        var quick = hub.subscribe(Set.of(SourceKind.NODE), 100)) {
      for (var sequence = 1; sequence <= 10; sequence++) {
        hub.publish(snapshot(SourceKind.NODE, sequence));
      }

      var first = slow.next(Duration.ZERO).orElseThrow();
      assertThat(first.lost()).isEqualTo(7);
      assertThat(first.snapshot().sequence()).isEqualTo(8);
      var second = slow.next(Duration.ZERO).orElseThrow();
      assertThat(second.lost()).isZero();
      assertThat(second.snapshot().sequence()).isEqualTo(9);
      var other = quick.next(Duration.ZERO).orElseThrow();
      assertThat(other.lost()).isZero();
      assertThat(other.snapshot().sequence()).isEqualTo(1);
      for (var sequence = 2; sequence <= 8; sequence++) {
        other = quick.next(Duration.ZERO).orElseThrow();
      }
      assertThat(other.shared()).isSameAs(first.shared());
      assertThat(TelemetryCodec.frame(new String(first.utf8(), UTF_8)))
          .isEqualTo(new TelemetryFrame(7, first.snapshot()));
      assertThat(meters.counters()).containsEntry(MetricCatalogue.TELEMETRY_DROPPED.series(), 7.0);
    }
    assertThat(hub.subscribers()).isZero();
  }

  @Test
  void next_otherKinds_areNotDelivered() throws Exception {
    try (var stores = hub.subscribe(Set.of(SourceKind.POSTGRES, SourceKind.REDIS), 10)) {
      hub.publish(snapshot(SourceKind.NODE, 1));
      hub.publish(snapshot(SourceKind.REDIS, 2));

      assertThat(hub.wants(SourceKind.POSTGRES)).isTrue();
      assertThat(hub.wants(SourceKind.NODE)).isFalse();
      var frame = stores.next(Duration.ZERO).orElseThrow();
      assertThat(frame.snapshot().source().kind()).isEqualTo(SourceKind.REDIS);
      assertThat(stores.next(Duration.ZERO)).isEmpty();
    }
    assertThat(hub.wants(SourceKind.POSTGRES)).isFalse();
  }

  @Test
  void next_closedWhileWaiting_returnsAtOnce() throws Exception {
    var subscription = hub.subscribe(Set.of(SourceKind.NODE), 1);
    var waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return subscription.next(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    subscription.close();

    assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).matches(frame -> frame.isEmpty());
    assertThat(subscription.open()).isFalse();
  }

  private static TelemetrySnapshot snapshot(SourceKind kind, long sequence) {
    return new TelemetrySnapshot(
        new TelemetrySource(kind, "one", "demo", "local", "1", Instant.EPOCH),
        sequence,
        Instant.EPOCH,
        0,
        Duration.ofSeconds(1),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of());
  }
}
