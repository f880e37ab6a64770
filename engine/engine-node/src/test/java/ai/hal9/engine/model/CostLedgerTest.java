package ai.hal9.engine.model;

import static ai.hal9.api.metric.MetricCatalogue.MODEL_COST_CEILING;
import static ai.hal9.api.metric.MetricCatalogue.MODEL_COST_WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.model.CostLedger.Window;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CostLedgerTest {

  private static final long DOLLAR = 1_000_000_000L;

  private final Knobs knobs =
      new Knobs("claude.max_cost_per_hour", "10", "claude.max_cost_per_day", "15");
  private final RecordedMeters meters = new RecordedMeters();
  private final List<TelemetryEvent> events = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T22:59:00Z"));
  private final Map<String, Long> shared = new ConcurrentHashMap<>();
  private final AtomicBoolean gone = new AtomicBoolean();

  private CostLedger ledger() {
    return CostLedger.open(this::add, knobs, meters, events::add, now::get);
  }

  private OptionalLong add(String window, long heard, long amount, Duration life) {
    return gone.get()
        ? OptionalLong.empty()
        : OptionalLong.of(
            shared.merge(window, heard + amount, (kept, sum) -> Math.max(kept, heard) + amount));
  }

  private static void spend(CostLedger ledger, long dollars) {
    assertThat(ledger.reserve(dollars * DOLLAR)).isNull();
    ledger.settle(dollars * DOLLAR, dollars * DOLLAR);
  }

  @Test
  void callsUnderWay_cannotExceedTheCeilingTogether() {
    try (var ledger = ledger()) {
      assertThat(ledger.reserve(6 * DOLLAR)).isNull();
      assertThat(ledger.reserve(6 * DOLLAR)).isEqualTo(Window.HOUR);
      ledger.settle(6 * DOLLAR, DOLLAR);
      assertThat(ledger.reserve(9 * DOLLAR)).isNull();
    }
  }

  @Test
  void newHour_beginsAtNothing_butTheDayGoesOn() {
    try (var ledger = ledger()) {
      spend(ledger, 10);
      assertThat(ledger.reserve(DOLLAR)).isEqualTo(Window.HOUR);
      assertThat(ledger.left(Window.HOUR)).isEqualTo(Duration.ofMinutes(1));
      assertThat(events).extracting(TelemetryEvent::title).anyMatch(t -> t.contains("hour"));

      now.set(Instant.parse("2026-03-01T23:00:00Z"));
      spend(ledger, 5);
      assertThat(ledger.reserve(DOLLAR)).isEqualTo(Window.DAY);
      assertThat(ledger.left(Window.DAY)).isEqualTo(Duration.ofHours(1));

      now.set(Instant.parse("2026-03-02T00:00:00Z"));
      spend(ledger, 10);
    }
  }

  @Test
  void nodes_addUpWhatTheySpend() {
    try (var one = ledger();
        var other = ledger()) {
      spend(one, 4);
      spend(other, 5);
      await().until(() -> one.spent(Window.HOUR) == 9 * DOLLAR);
      await().until(() -> other.spent(Window.HOUR) == 9 * DOLLAR);

      assertThat(one.reserve(2 * DOLLAR)).isEqualTo(Window.HOUR);
      assertThat(meters.value(MODEL_COST_WINDOW, "day")).isEqualTo(9);
      assertThat(meters.value(MODEL_COST_CEILING, "day")).isEqualTo(15);
    }
    try (var restarted = ledger()) {
      await().until(() -> restarted.spent(Window.HOUR) == 9 * DOLLAR);
    }
  }

  @Test
  void nodeAlone_countsOnAndTellsTheOthersLater() {
    gone.set(true);
    try (var ledger = ledger()) {
      spend(ledger, 4);
      await().until(() -> !events.isEmpty());
      assertThat(ledger.spent(Window.HOUR)).isEqualTo(4 * DOLLAR);

      gone.set(false);
      await().until(() -> shared.getOrDefault("hour:2026-03-01T22:00Z", 0L) == 4 * DOLLAR);
      assertThat(ledger.spent(Window.HOUR)).isEqualTo(4 * DOLLAR);
    }
  }

  @Test
  void sum_thatWasLost_isWhatTheNodesRememberAndWhatTheySpendOnTop() {
    try (var ledger = ledger()) {
      spend(ledger, 9);
      await().until(() -> shared.getOrDefault("hour:2026-03-01T22:00Z", 0L) == 9 * DOLLAR);

      shared.clear();
      await().until(() -> shared.getOrDefault("hour:2026-03-01T22:00Z", 0L) == 9 * DOLLAR);
      assertThat(ledger.reserve(2 * DOLLAR)).isEqualTo(Window.HOUR);
      spend(ledger, 1);
      await().until(() -> shared.getOrDefault("day:2026-03-01T00:00Z", 0L) == 10 * DOLLAR);
    }
  }

  @Test
  void sumOfOthers_thatForgot_doesNotShrinkWhatIsKnownHere() {
    var forgetful = new AtomicReference<>(9 * DOLLAR);
    var asked = new AtomicInteger();
    try (var ledger =
        CostLedger.open(
            (window, heard, amount, life) -> {
              asked.incrementAndGet();
              return OptionalLong.of(forgetful.get());
            },
            knobs,
            meters,
            events::add,
            now::get)) {
      await().until(() -> ledger.spent(Window.DAY) == 9 * DOLLAR);
      forgetful.set(DOLLAR);
      var before = asked.get();
      await().until(() -> asked.get() >= before + 4);

      assertThat(ledger.spent(Window.HOUR)).isEqualTo(9 * DOLLAR);
      assertThat(ledger.reserve(2 * DOLLAR)).isEqualTo(Window.HOUR);
    }
  }

  @Test
  void withoutCeiling_everythingIsSpentAndNoCeilingIsShown() {
    knobs.set("claude.max_cost_per_hour", "0", "claude.max_cost_per_day", "0");
    try (var ledger = ledger()) {
      spend(ledger, 1_000);
      assertThat(meters.value(MODEL_COST_CEILING, "hour")).isNaN();
    }
  }
}
