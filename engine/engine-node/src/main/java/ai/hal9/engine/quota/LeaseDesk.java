package ai.hal9.engine.quota;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases tokens on one thread of its own: all users who want some within a moment share a lease,
 * and no request waits for Redis. While Redis is gone the desk is closed, and asks once a second
 * whether it is back.
 */
final class LeaseDesk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseDesk.class);
  private static final int MOST = 256;
  private static final int LONGEST_QUEUE = 100_000;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final long TIDY_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * How long a wish waits for others that share its lease, so that this thread and Redis are not
   * woken for each. Whoever wishes has half a lease left, or may overdraw.
   */
  private static final Duration GATHER = Duration.ofMillis(10);

  private record Want(Subject user, UserQuota quota, long tokens) {}

  private final Leases leases;
  private final UserQuotas users;
  private final LiveTuning tuning;
  private final Events events;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Meters.Count granted;
  private final Meters.Count refused;
  private final Meters.Count failed;
  private final LinkedBlockingQueue<Want> wants = new LinkedBlockingQueue<>(LONGEST_QUEUE);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("quota-leases").unstarted(this::work);
  private volatile boolean open = true;

  LeaseDesk(
      Leases leases,
      UserQuotas users,
      LiveTuning tuning,
      Meters meters,
      Events events,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.leases = leases;
    this.users = users;
    this.tuning = tuning;
    this.events = events;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.granted = meters.count(MetricCatalogue.RATE_LIMIT_LEASES, "granted");
    this.refused = meters.count(MetricCatalogue.RATE_LIMIT_LEASES, "refused");
    this.failed = meters.count(MetricCatalogue.RATE_LIMIT_LEASES, "failed");
    meters.gauge(MetricCatalogue.RATE_LIMIT_ALONE, () -> open ? 0 : 1);
  }

  void start() {
    thread.start();
  }

  /** Whether the cluster shares its limits now. */
  boolean open() {
    return open;
  }

  /** Asks for tokens, which come later; never blocks. */
  void ask(Subject user, UserQuota quota, long tokens) {
    if (!wants.offer(new Want(user, quota, tokens))) {
      quota.unanswered();
    }
  }

  private void work() {
    var batch = new ArrayList<Want>();
    var tidied = nanoTime.getAsLong();
    try {
      while (true) {
        var first = wants.poll(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          Thread.sleep(GATHER);
          batch.add(first);
          wants.drainTo(batch, MOST - 1);
        }
        if (first != null || !open) {
          serve(batch);
        }
        batch.clear();
        if (!open) {
          Thread.sleep(ASK_AGAIN);
        }
        var now = nanoTime.getAsLong();
        if (now - tidied > TIDY_NANOS) {
          tidied = now;
          users.forgetIdle(now);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("no leases any more");
    }
  }

  private void serve(List<Want> batch) {
    try {
      var limits = tuning.current().rateLimit();
      var wishes =
          batch.stream().map(want -> new Leases.Wish(want.user.text(), want.tokens)).toList();
      var grants = leases.lease(wishes, limits.userRate(), limits.userBurst());
      opened(grants != null);
      if (grants == null) {
        failed.add(batch.size());
        batch.forEach(want -> want.quota.unanswered());
        return;
      }
      var now = nanoTime.getAsLong();
      for (var i = 0; i < batch.size(); i++) {
        var grant = grants.get(i);
        (grant.granted() > 0 ? granted : refused).increment();
        var want = batch.get(i);
        want.quota.answered(want.tokens, grant.granted(), grant.left(), grant.waitNanos(), now);
      }
    } catch (RuntimeException e) {
      LOG.error("a lease of rate limit tokens stumbled", e);
      batch.forEach(want -> want.quota.unanswered());
    }
  }

  private void opened(boolean reached) {
    if (reached == open) {
      return;
    }
    open = reached;
    var title =
        reached
            ? "The nodes share the users' rate limits again"
            : "Redis is gone: this node limits users' rates alone, to its share";
    LOG.warn("{}", title);
    events.publish(new TelemetryEvent(EventKind.LIMIT, clock.instant(), title, Map.of()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
