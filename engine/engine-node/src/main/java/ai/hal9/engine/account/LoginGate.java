package ai.hal9.engine.account;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.account.LoginLimits.Attempt;
import ai.hal9.engine.account.Outcome.Done;
import ai.hal9.engine.account.Outcome.Reason;
import ai.hal9.engine.account.Outcome.Refused;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Events;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Lets through what hashes a password: so many a user and address, so many at once. */
final class LoginGate {

  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final LoginLimits limits;
  private final Passwords passwords;
  private final Events events;
  private final InstantSource clock;
  private final AtomicLong toldAt = new AtomicLong();

  LoginGate(LoginLimits limits, Passwords passwords, Events events, InstantSource clock) {
    this.limits = limits;
    this.passwords = passwords;
    this.events = events;
    this.clock = clock;
  }

  /** What counts how often each may be done. */
  LoginLimits limits() {
    return limits;
  }

  /** Does what hashes a password, if another attempt is allowed. */
  <T> Outcome<T> pass(Attempt attempt, Supplier<Outcome<T>> work) {
    var wait = limits.take(attempt);
    if (wait.isPositive()) {
      tell(attempt.client());
      return new Refused<>(Reason.LIMITED, "Too many attempts; try again later.", wait);
    }
    var outcome = admitted(attempt, work);
    if (outcome.isEmpty()) {
      limits.undo(attempt);
      return new Refused<>(Reason.BUSY, "Too many log in at once; try again soon.", SOON);
    }
    if (outcome.get() instanceof Done<T>) {
      limits.right(attempt);
    }
    return outcome.get();
  }

  /** An attempt that a store kept from its end told nobody whether the password was right. */
  private <T> Optional<Outcome<T>> admitted(Attempt attempt, Supplier<Outcome<T>> work) {
    try {
      return passwords.admit(work);
    } catch (StoreException | RedisException e) {
      try {
        limits.undo(attempt);
      } catch (RedisException away) {
        e.addSuppressed(away);
      }
      throw e;
    }
  }

  /** Tells it once a minute: a guesser must not fill the log of events. */
  private void tell(InetAddress client) {
    var now = clock.millis();
    var last = toldAt.get();
    if (now - last >= TOLD_EVERY.toMillis() && toldAt.compareAndSet(last, now)) {
      events.publish(
          new TelemetryEvent(
              EventKind.ACCESS,
              clock.instant(),
              "attempts to log in are limited",
              Map.of("address", client.getHostAddress())));
    }
  }
}
