package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks stores and balancer every interval while someone listens to their kind, on one thread per
 * source, so that one that hangs holds up no other. What gives no answer makes a gap.
 */
final class StoreWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private final List<Watched> watched;

  StoreWatch(List<StoreProbe> probes, TelemetryHub hub, Clock clock, Duration interval) {
    watched = probes.stream().map(probe -> new Watched(probe, hub, clock, interval)).toList();
  }

  void start() {
    watched.forEach(one -> one.ticks.start());
  }

  void every(Duration interval) {
    watched.forEach(one -> one.ticks.every(interval));
  }

  @Override
  public void close() {
    watched.forEach(one -> one.ticks.close());
  }

  private static final class Watched {

    private final StoreProbe probe;
    private final TelemetryHub hub;
    private final Clock clock;
    private final IntervalClock ticks;
    private long sequence;
    private long answeredNanos;
    private boolean answered;
    private boolean connected;
    private boolean complained;

    Watched(StoreProbe probe, TelemetryHub hub, Clock clock, Duration interval) {
      this.probe = probe;
      this.hub = hub;
      this.clock = clock;
      ticks = new IntervalClock("telemetry-" + probe.kind(), interval, this::ask);
    }

    private void ask() {
      if (!hub.wants(probe.kind())) {
        letGo();
        return;
      }
      connected = true;
      sequence++;
      try {
        var reading = probe.read();
        complained = false;
        hub.publish(snapshot(reading));
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        letGo();
        if (!complained) {
          complained = true;
          LOG.warn("{} tells nothing of itself: {}", probe.kind(), e.getMessage());
        }
      }
    }

    private TelemetrySnapshot snapshot(StoreReading reading) {
      var now = System.nanoTime();
      var interval = answered ? Duration.ofNanos(now - answeredNanos) : Duration.ZERO;
      answered = true;
      answeredNanos = now;
      return new TelemetrySnapshot(
          reading.source(),
          sequence,
          clock.instant(),
          now,
          interval,
          reading.counters(),
          reading.gauges(),
          Map.of(),
          List.of());
    }

    private void letGo() {
      if (connected) {
        connected = false;
        answered = false;
        probe.close();
      }
    }
  }
}
