package ai.hal9.engine.resilience;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker around something the node depends on: {@code failure_threshold} failures within
 * {@code window} open it; after {@code timeout} it lets {@code success_threshold} calls through,
 * which close it when all succeed and open it again when one fails. New settings make a new breaker
 * in the old one's state; one that is open waits its new timeout from then.
 */
public final class Breaker {

  /** A call let through; tell it once how the call ended. */
  public static final class Permit {
    private final CircuitBreaker<Object> issuer;

    private Permit(CircuitBreaker<Object> issuer) {
      this.issuer = issuer;
    }

    /** The call succeeded; a closed breaker, which counts failures alone, takes no note. */
    public void succeeded() {
      if (issuer.getState() != CircuitBreaker.State.CLOSED) {
        issuer.recordSuccess();
      }
    }

    /** The call failed. */
    public void failed() {
      issuer.recordFailure();
    }

    /** The call ended without a verdict; a breaker that is being tried takes that for a failure. */
    public void abandoned() {
      if (issuer.getState() == CircuitBreaker.State.HALF_OPEN) {
        issuer.recordFailure();
      }
    }
  }

  private final String name;
  private final String around;
  private final Meters meters;
  private final Events events;
  private final InstantSource clock;
  private EngineTuning.Breaker settings;

  /** Number of the breaker in force; what an older or unfinished one does is not told. */
  private volatile int inForce;

  /** Of the breaker in force; the same for all its calls. */
  private volatile Permit permit;

  private Breaker(
      String name,
      String around,
      EngineTuning.Breaker settings,
      Meters meters,
      Events events,
      InstantSource clock) {
    this.name = name;
    this.around = around;
    this.meters = meters;
    this.events = events;
    this.clock = clock;
    this.settings = settings;
    this.permit = new Permit(build(settings, inForce));
    meters.gauge(MetricCatalogue.BREAKER_STATE, () -> level(state()), name);
  }

  /** The closed breaker around the language model; it follows {@code circuit_breaker.*}. */
  public static Breaker aroundModel(
      LiveTuning tuning, Meters meters, Events events, InstantSource clock) {
    return following(
        "model", "the language model", tuning, EngineTuning::breaker, meters, events, clock);
  }

  /**
   * A closed breaker around a store; it follows {@code circuit_breaker.store_*}.
   *
   * @param name its label in metrics
   * @param around what it is around, for a person
   */
  public static Breaker aroundStore(
      String name,
      String around,
      LiveTuning tuning,
      Meters meters,
      Events events,
      InstantSource clock) {
    return following(name, around, tuning, EngineTuning::storeBreaker, meters, events, clock);
  }

  private static Breaker following(
      String name,
      String around,
      LiveTuning tuning,
      Function<EngineTuning, EngineTuning.Breaker> settings,
      Meters meters,
      Events events,
      InstantSource clock) {
    var breaker =
        new Breaker(name, around, settings.apply(tuning.current()), meters, events, clock);
    tuning.onChange(values -> breaker.configure(settings.apply(values)));
    return breaker;
  }

  private synchronized void configure(EngineTuning.Breaker changed) {
    if (changed.equals(settings)) {
      return;
    }
    settings = changed;
    var number = inForce + 1;
    var next = build(changed, number);
    switch (state()) {
      case CLOSED -> {}
      case OPEN -> next.open();
      case HALF_OPEN -> next.halfOpen();
    }
    permit = new Permit(next);
    inForce = number;
  }

  /** Leave for one call, or null when the breaker holds it back. */
  public @Nullable Permit tryAcquire() {
    var current = permit;
    return current.issuer.tryAcquirePermit() ? current : null;
  }

  /**
   * Makes a call that blocks; one that throws has failed.
   *
   * @param heldBack what is thrown instead while the breaker lets no call through
   */
  public <T extends @Nullable Object> T around(
      Supplier<T> call, Supplier<? extends RuntimeException> heldBack) {
    var leave = tryAcquire();
    if (leave == null) {
      throw heldBack.get();
    }
    var answered = false;
    try {
      var answer = call.get();
      answered = true;
      return answer;
    } finally {
      if (answered) {
        leave.succeeded();
      } else {
        leave.failed();
      }
    }
  }

  /** Whether a call would be let through now, or at least tried. */
  public boolean allows() {
    return state() != CircuitBreaker.State.OPEN || remainingDelay().isZero();
  }

  /** How long an open breaker stays so; zero when it is not open. */
  public Duration remainingDelay() {
    return permit.issuer.getRemainingDelay();
  }

  /** Opens it, since somebody else found out that calls would fail. */
  public synchronized void trip() {
    if (state() != CircuitBreaker.State.OPEN) {
      permit.issuer.open();
    }
  }

  /** Closes it, since somebody else found out that calls succeed. */
  public synchronized void heal() {
    if (state() != CircuitBreaker.State.CLOSED) {
      permit.issuer.close();
    }
  }

  /** For readiness: closed and half-open are ready. */
  public Readiness.Part part() {
    return new Readiness.Part(
        name, state() != CircuitBreaker.State.OPEN, false, "circuit breaker " + wire(state()));
  }

  private CircuitBreaker.State state() {
    return permit.issuer.getState();
  }

  private CircuitBreaker<Object> build(EngineTuning.Breaker from, int number) {
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
    meters.count(MetricCatalogue.BREAKER_TRANSITIONS, name, wire(to)).increment();
    events.publish(
        new TelemetryEvent(
            EventKind.BREAKER,
            clock.instant(),
            "Circuit breaker around " + around + ": " + wire(to),
            Map.of("breaker", name, "to", wire(to))));
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
