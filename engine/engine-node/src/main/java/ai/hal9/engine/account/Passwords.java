package ai.hal9.engine.account;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords. Whoever does so works on one of {@code login.hashes} threads kept
 * for it, with a short queue before them: a storm of logins is refused there, before it asks a
 * store or takes the signals' processors and heap.
 */
final class Passwords implements AutoCloseable {

  private static final int MOST_WAITING = 32;

  /** What came of a check. */
  enum Check {
    RIGHT,
    /** Right, but hashed with other settings than today's. */
    RIGHT_OUTDATED,
    WRONG
  }

  private final SecureRandom random;
  private final Meters.Timing time;
  private final ThreadPoolExecutor threads;

  /** Of nobody; checked against for users that do not exist, so that it takes as long. */
  private final Argon2Hash nobodys;

  Passwords(LiveTuning tuning, Meters meters, SecureRandom random) {
    this.random = random;
    this.time = meters.timing(MetricCatalogue.PASSWORD_HASH_TIME);
    this.nobodys = Argon2Hash.nobodys(random);
    threads =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("password-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    meters.gauge(MetricCatalogue.PASSWORD_HASHES_WAITING, () -> threads.getQueue().size());
    tuning.onChange(values -> resize(values.login().hashes()));
  }

  /** Does work that needs a password hashed, or nothing when too many wait. Blocks. */
  <T> Optional<T> admit(Supplier<T> work) {
    try {
      return Optional.of(threads.submit(work::get).get());
    } catch (RejectedExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a password could not be worked on", e.getCause());
    }
  }

  /** The hash to store. For {@link #admit}. */
  String hash(String password) {
    return timed(() -> Argon2Hash.of(password, salt()).text());
  }

  /**
   * Checks a password. For {@link #admit}.
   *
   * @param stored the user's hash; null when there is no such user: wrong, after the same work
   */
  Check check(String password, @Nullable String stored) {
    var hash = stored == null ? nobodys : Argon2Hash.parse(stored);
    var right = timed(() -> hash.matches(password));
    if (!right || stored == null) {
      return Check.WRONG;
    }
    return hash.outdated() ? Check.RIGHT_OUTDATED : Check.RIGHT;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private <T> T timed(Supplier<T> work) {
    var start = System.nanoTime();
    try {
      return work.get();
    } finally {
      time.recordNanos(System.nanoTime() - start);
    }
  }

  private void resize(int wanted) {
    if (wanted > threads.getMaximumPoolSize()) {
      threads.setMaximumPoolSize(wanted);
      threads.setCorePoolSize(wanted);
    } else {
      threads.setCorePoolSize(wanted);
      threads.setMaximumPoolSize(wanted);
    }
  }

  private byte[] salt() {
    var salt = new byte[Argon2Hash.SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }
}
