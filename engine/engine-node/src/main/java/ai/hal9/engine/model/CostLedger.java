package ai.hal9.engine.model;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the model has cost in the running hour and day (UTC), against their ceilings. A call
 * reserves the most it can cost before it is sent, so that calls under way cannot exceed a ceiling
 * together. The nodes of a cluster add up what they spend once a second; so much may be overspent
 * as the others spend in one. Without the others a node counts alone. A window's sum never shrinks:
 * what Redis has lost, the nodes tell it again. All amounts are billionths of a dollar.
 */
final class CostLedger implements AutoCloseable {

  /** The spans that have a ceiling. */
  enum Window {
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    private final ChronoUnit unit;

    Window(ChronoUnit unit) {
      this.unit = unit;
    }

    String inWords() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Its label where calls are held back. */
    String metered() {
      return "cost-" + inWords();
    }

    private Instant start(Instant time) {
      return time.truncatedTo(unit);
    }

    private Instant end(Instant time) {
      return start(time).plus(unit.getDuration());
    }

    private String key(Instant time) {
      var start = start(time).atOffset(ZoneOffset.UTC).toString();
      return inWords() + ":" + start;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(CostLedger.class);
  private static final long SHARE_SECONDS = 1;

  private final SharedSpending spending;
  private final LiveTuning tuning;
  private final Events events;
  private final InstantSource clock;
  private final ScheduledExecutorService sharing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("model-cost").factory());

  /** By window key: what the cluster had spent when last heard, own shares in it. */
  private final Map<String, Long> heard = new HashMap<>();

  /** By window key: what was spent here since. */
  private final Map<String, Long> untold = new HashMap<>();

  private final Map<Window, String> toldReached = new EnumMap<>(Window.class);
  private long reserved;
  private long spentHere;
  private boolean alone;

  private CostLedger(
      SharedSpending spending, LiveTuning tuning, Events events, InstantSource clock) {
    this.spending = spending;
    this.tuning = tuning;
    this.events = events;
    this.clock = clock;
  }

  /** A ledger that begins to share at once. */
  static CostLedger open(
      SharedSpending spending,
      LiveTuning tuning,
      Meters meters,
      Events events,
      InstantSource clock) {
    var ledger = new CostLedger(spending, tuning, events, clock);
    meters.total(MetricCatalogue.MODEL_COST, () -> ledger.spentHere() / Prices.DOLLAR);
    for (var window : Window.values()) {
      meters.gauge(
          MetricCatalogue.MODEL_COST_WINDOW,
          () -> ledger.spent(window) / Prices.DOLLAR,
          window.inWords());
      meters.gauge(
          MetricCatalogue.MODEL_COST_CEILING,
          () -> {
            var ceiling = ledger.ceiling(window);
            return ceiling == 0 ? Double.NaN : ceiling;
          },
          window.inWords());
    }
    var _ =
        ledger.sharing.scheduleWithFixedDelay(ledger::share, 0, SHARE_SECONDS, TimeUnit.SECONDS);
    return ledger;
  }

  /** Reserves an amount; the window whose ceiling it would exceed, or null when it is reserved. */
  synchronized @Nullable Window reserve(long amount) {
    var now = clock.instant();
    for (var window : Window.values()) {
      var ceiling = ceiling(window) * Prices.DOLLAR;
      if (ceiling > 0 && spent(window, now) + reserved + amount > ceiling) {
        reached(window, now);
        return window;
      }
    }
    reserved += amount;
    return null;
  }

  /** Ends a reservation with what was really spent. */
  synchronized void settle(long amount, long cost) {
    reserved -= amount;
    spentHere += cost;
    var now = clock.instant();
    for (var window : Window.values()) {
      untold.merge(window.key(now), cost, Long::sum);
    }
  }

  /** How long a window still lasts. */
  Duration left(Window window) {
    var now = clock.instant();
    return Duration.between(now, window.end(now));
  }

  /** What the cluster has spent in the window, as far as is known here. */
  synchronized long spent(Window window) {
    return spent(window, clock.instant());
  }

  private long spent(Window window, Instant now) {
    var key = window.key(now);
    return heard.getOrDefault(key, 0L) + untold.getOrDefault(key, 0L);
  }

  private synchronized long spentHere() {
    return spentHere;
  }

  private double ceiling(Window window) {
    var model = tuning.current().model();
    return switch (window) {
      case HOUR -> model.dollarsPerHour();
      case DAY -> model.dollarsPerDay();
    };
  }

  private void reached(Window window, Instant now) {
    if (!window.key(now).equals(toldReached.put(window, window.key(now)))) {
      tell("The language model's cost ceiling of the " + window.inWords() + " is reached");
    }
  }

  private void share() {
    try {
      var now = clock.instant();
      var complete = true;
      for (var window : Window.values()) {
        complete &= share(window.key(now), window);
      }
      Map<String, Long> past;
      synchronized (this) {
        past = new HashMap<>(untold);
      }
      for (var key : past.keySet()) {
        if (!key.equals(Window.HOUR.key(now)) && !key.equals(Window.DAY.key(now))) {
          complete &= share(key, key.startsWith("hour") ? Window.HOUR : Window.DAY);
          forget(key);
        }
      }
      heardFrom(complete);
    } catch (RuntimeException e) {
      LOG.error("what the language model costs could not be shared", e);
    }
  }

  private boolean share(String key, Window window) {
    long known;
    long amount;
    synchronized (this) {
      known = heard.getOrDefault(key, 0L);
      amount = untold.getOrDefault(key, 0L);
    }
    var sum = spending.add(key, known, amount, window.unit.getDuration().multipliedBy(2));
    if (sum.isEmpty()) {
      return false;
    }
    synchronized (this) {
      untold.merge(key, -amount, Long::sum);
      heard.merge(key, sum.getAsLong(), Math::max);
    }
    return true;
  }

  private synchronized void forget(String key) {
    if (untold.getOrDefault(key, 0L) == 0) {
      untold.remove(key);
      heard.remove(key);
    }
  }

  private synchronized void heardFrom(boolean now) {
    if (now == alone) {
      alone = !now;
      tell(
          now
              ? "The nodes share what the language model costs again"
              : "The durable Redis is gone: this node counts alone what the language model costs");
    }
  }

  private void tell(String title) {
    LOG.warn("{}", title);
    events.publish(new TelemetryEvent(EventKind.LIMIT, clock.instant(), title, Map.of()));
  }

  @Override
  public void close() {
    sharing.shutdownNow();
    share();
  }
}
