package ai.hal9.engine.resilience;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning.Breaker;
import dev.failsafe.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker around the language model: {@code failure_threshold} failures within {@code
 * window} open it; after {@code timeout} it lets {@code success_threshold} calls through, which
 * close it when all succeed and open it again when one fails. New settings make a new breaker in
 * the old one's state; one that is open waits its new timeout from then.
 */
public final class ModelBreaker {

  private static final String NAME = "model";

  /** A call let through; tell it how the call ended. */
  public static final class Permit {
    private final CircuitBreaker<Object> issuer;

    private Permit(CircuitBreaker<Object> issuer) {
      this.issuer = issuer;
    }

    /** The call succeeded. */
    public void succeeded() {
      issuer.recordSuccess();
    }

    /** The call failed. */
    public void failed() {
      issuer.recordFailure();
    }
  }

  private final Meters meters;
  private final Events events;
  private final Clock clock;
  private Breaker settings;

  /** Number of the breaker in force; what an older or unfinished one does is not told. */
  private volatile int inForce;

  private volatile CircuitBreaker<Object> breaker;

  /** A closed breaker. */
  public ModelBreaker(Breaker settings, Meters meters, Events events, Clock clock) {
    this.meters = meters;
    this.events = events;
    this.clock = clock;
    this.settings = settings;
    this.breaker = build(settings, inForce);
    meters.gauge(MetricCatalogue.BREAKER_STATE, () -> level(breaker.getState()), NAME);
  }

  /** Takes new settings, keeping the state. */
  public synchronized void configure(Breaker changed) {
    if (changed.equals(settings)) {
      return;
    }
    settings = changed;
    var old = breaker;
    var number = inForce + 1;
    var next = build(changed, number);
    switch (old.getState()) {
      case CLOSED -> {}
      case OPEN -> next.open();
      case HALF_OPEN -> next.halfOpen();
    }
    breaker = next;
    inForce = number;
  }

  /** Leave for one call, or null when the breaker holds it back. */
  public @Nullable Permit tryAcquire() {
    var current = breaker;
    return current.tryAcquirePermit() ? new Permit(current) : null;
  }

  /** How long an open breaker stays so; zero when it is not open. */
  public Duration remainingDelay() {
    return breaker.getRemainingDelay();
  }

  /** For readiness: closed and half-open are ready. */
  public Readiness.Part part() {
    var state = breaker.getState();
    return new Readiness.Part(
        NAME, state != CircuitBreaker.State.OPEN, false, "circuit breaker " + wire(state));
  }

  private CircuitBreaker<Object> build(Breaker from, int number) {
    return CircuitBreaker.builder()
        .withFailureThreshold(from.failureThreshold(), from.window())
        .withDelay(from.timeout())
        .withSuccessThreshold(from.successThreshold())
        .onOpen(e -> moved(number, CircuitBreaker.State.OPEN))
        .onHalfOpen(e -> moved(number, CircuitBreaker.State.HALF_OPEN))
        .onClose(e -> moved(number, CircuitBreaker.State.CLOSED))
        .build();
  }

  private void moved(int number, CircuitBreaker.State to) {
    if (number != inForce) {
      return;
    }
    meters.count(MetricCatalogue.BREAKER_TRANSITIONS, NAME, wire(to)).increment();
    events.publish(
        new TelemetryEvent(
            EventKind.BREAKER,
            clock.instant(),
            "Circuit breaker around the language model: " + wire(to),
            Map.of("breaker", NAME, "to", wire(to))));
  }

  private static String wire(CircuitBreaker.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int level(CircuitBreaker.State state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}
