package ai.hal9.engine.tuning;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the shared book on a thread of its own: at once when Redis says that it changed, and
 * every 400 ms in case that message was lost.
 */
final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration PERIOD = Duration.ofMillis(400);

  private final SharedBook shared;
  private final Runnable round;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("tuning").daemon().unstarted(this::run);
  private volatile boolean open = true;
  private boolean listening;
  private boolean reachable = true;

  Follower(SharedBook shared, Runnable round) {
    this.shared = shared;
    this.round = round;
  }

  /** The first round happens on the calling thread: a node starts with the cluster's values. */
  void start() {
    follow();
    thread.start();
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }

  private void run() {
    try {
      while (open) {
        follow();
        var _ = news.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      LOG.debug("Tuning is no longer followed");
    }
  }

  private void follow() {
    listen();
    try {
      round.run();
      reachable = true;
    } catch (RedisException e) {
      if (open && reachable) {
        LOG.warn("Redis is out of reach ({}): the tuning in force stays", e.getMessage());
      }
      reachable = false;
    } catch (RuntimeException e) {
      LOG.error("The cluster's tuning could not be followed; please report this", e);
    }
  }

  /** Apart from the round, part of which needs no Redis. */
  private void listen() {
    if (listening) {
      return;
    }
    try {
      shared.onReplaced(news::release);
      listening = true;
    } catch (RedisException e) {
      LOG.debug("Changes are not heard of yet", e);
    }
  }
}
