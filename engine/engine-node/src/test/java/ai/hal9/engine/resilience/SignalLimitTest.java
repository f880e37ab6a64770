package ai.hal9.engine.resilience;

import static ai.hal9.api.metric.MetricCatalogue.PARALLEL_MAX;
import static ai.hal9.api.metric.MetricCatalogue.PARALLEL_WAITING;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_SHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Priority;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class SignalLimitTest {

  private final Knobs knobs = new Knobs();
  private final RecordedMeters meters = new RecordedMeters();
  private long now = 1;
  private final SignalLimit limit = new SignalLimit(knobs, meters, () -> now);

  private double most() {
    return meters.value(PARALLEL_MAX);
  }

  /** Keeps every permit in use on a machine that serves so many side by side in 10 ms each. */
  private void serve(int capacity, Duration time) {
    var busy = new ArrayDeque<Long>();
    var end = now + time.toNanos();
    while (now < end) {
      while (limit.acquireNow()) {
        busy.add(now);
      }
      var each = Duration.ofMillis(10).toNanos() / Math.min(capacity, busy.size());
      now += each;
      limit.release(busy.remove());
    }
    busy.forEach(limit::release);
  }

  @Test
  void fixedLimit_isWhatIsSetAndLearnsNothing() {
    serve(40, Duration.ofSeconds(5));
    assertThat(most()).isEqualTo(8);
    knobs.set("performance.parallelism", "off");
    assertThat(most()).isEqualTo(1);
  }

  @Test
  void gradient_findsRoomThatAFixedLimitLeaves() {
    knobs.set("performance.concurrency", "gradient2");
    assertThat(most()).isEqualTo(8);
    serve(1_000, Duration.ofSeconds(30));
    assertThat(most()).isEqualTo(100);

    knobs.set("performance.max_adaptive_signals", "50");
    assertThat(most()).isEqualTo(50);
    knobs.set("performance.concurrency", "fixed");
    assertThat(most()).isEqualTo(8);
  }

  @Test
  void gradient_givesWayWhenTimeRises() {
    knobs.set("performance.concurrency", "gradient2");
    serve(1_000, Duration.ofSeconds(30));
    serve(5, Duration.ofSeconds(10));

    assertThat(most()).isLessThan(50);
  }

  @Test
  void signalWithoutAPlaceToWait_isTurnedAwayAndCountedByItsPriority() {
    knobs.set("performance.max_concurrent_signals", "1", "performance.max_waiting_signals", "1");
    assertThat(limit.acquireNow()).isTrue();
    var waiting = Thread.ofVirtual().start(() -> limit.tryAcquire(new Wish(Priority.LOW)));
    await().until(() -> meters.value(PARALLEL_WAITING) == 1);

    assertThat(limit.tryAcquire(new Wish(Priority.LOW))).isFalse();
    limit.shed(Priority.LOW);
    assertThat(meters.total(SIGNALS_SHED, "low")).isEqualTo(1);

    limit.release(now);
    assertThat(join(waiting)).isTrue();
  }

  private static boolean join(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
