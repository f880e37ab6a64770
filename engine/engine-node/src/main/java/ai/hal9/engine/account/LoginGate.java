package ai.hal9.engine.account;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
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

/** Lets attempts at a password through: so many a user and address, so many at once. */
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

  /** Does what tries a password, if another attempt is allowed; a success does not count. */
  <T> Outcome<T> pass(String username, InetAddress client, Supplier<Outcome<T>> attempt) {
    var wait = limits.take(username, client);
    if (wait.isPositive()) {
      tell(client);
      return new Refused<>(Reason.LIMITED, "Too many attempts; try again later.", wait);
    }
    var outcome = admitted(username, client, attempt);
    if (outcome.isEmpty()) {
      limits.giveBack(username, client, false);
      return new Refused<>(Reason.BUSY, "Too many log in at once; try again soon.", SOON);
    }
    if (outcome.get() instanceof Done<T>) {
      limits.giveBack(username, client, true);
    }
    return outcome.get();
  }

  /** An attempt that a store kept from its end told nobody whether the password was right. */
  private <T> Optional<Outcome<T>> admitted(
      String username, InetAddress client, Supplier<Outcome<T>> attempt) {
    try {
      return passwords.admit(attempt);
    } catch (StoreException | RedisException e) {
      try {
        limits.giveBack(username, client, false);
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
