package ai.hal9.engine.resilience;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.tuning.DurationText;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Knobs knobs = new Knobs();
  private final RecordedMeters meters = new RecordedMeters();
  private final List<TelemetryEvent> events = new ArrayList<>();

  private Breaker breaker(Duration timeout, Duration window) {
    knobs.set(
        "circuit_breaker.timeout",
        DurationText.format(timeout),
        "circuit_breaker.window",
        DurationText.format(window));
    return Breaker.aroundModel(knobs, meters, events::add, Clock.systemUTC());
  }

  private static boolean call(Breaker breaker, boolean succeeds) {
    var permit = breaker.tryAcquire();
    if (permit == null) {
      return false;
    }
    if (succeeds) {
      permit.succeeded();
    } else {
      permit.failed();
    }
    return true;
  }

  private static void fail(Breaker breaker, int times) {
    for (var i = 0; i < times; i++) {
      assertThat(call(breaker, false)).isTrue();
    }
  }

  private List<String> states() {
    return events.stream().map(event -> event.details().getOrDefault("to", "")).toList();
  }

  @Test
  void fiveFailuresAmongManySuccesses_openIt() {
    var breaker = breaker(LONG, LONG);
    for (var i = 0; i < 100; i++) {
      call(breaker, true);
    }
    fail(breaker, 4);
    assertThat(call(breaker, true)).isTrue();
    fail(breaker, 1);

    assertThat(breaker.tryAcquire()).isNull();
    assertThat(breaker.remainingDelay()).isPositive();
    assertThat(meters.value(BREAKER_STATE, "model")).isEqualTo(2);
    assertThat(breaker.part().ready()).isFalse();
    assertThat(states()).containsExactly("open");
  }

  @Test
  void failuresOlderThanTheWindow_doNotCount() {
    var breaker = breaker(LONG, SHORT);
    fail(breaker, 4);
    var past = System.nanoTime() + 3 * SHORT.toNanos();
    await().pollInterval(SHORT).until(() -> System.nanoTime() > past);
    fail(breaker, 4);

    assertThat(call(breaker, true)).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void halfOpen_threeSuccesses_closeIt() {
    var breaker = breaker(SHORT, LONG);
    fail(breaker, 5);
    await().until(() -> call(breaker, true));
    call(breaker, true);
    call(breaker, true);

    assertThat(states()).containsExactly("open", "half-open", "closed");
    assertThat(meters.value(BREAKER_STATE, "model")).isZero();
  }

  @Test
  void halfOpen_oneFailure_opensItAgain() {
    var breaker = breaker(SHORT, LONG);
    fail(breaker, 5);
    await().until(() -> call(breaker, false));

    assertThat(states()).containsExactly("open", "half-open", "open");
  }

  @Test
  void newSettings_keepAnOpenBreakerOpenAndTellNobody() {
    var breaker = breaker(LONG, LONG);
    fail(breaker, 5);
    knobs.set("circuit_breaker.failure_threshold", "9", "circuit_breaker.success_threshold", "1");
    assertThat(breaker.tryAcquire()).isNull();
    assertThat(states()).containsExactly("open");

    knobs.set("circuit_breaker.timeout", "100ms");
    await().until(() -> call(breaker, true));
    assertThat(states()).containsExactly("open", "half-open", "closed");
  }
}
