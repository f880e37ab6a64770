package ai.hal9.engine.audit;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Meters;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes wait for a thread that writes them one by one, each again every second until PostgreSQL
 * takes it. Whoever changes something never waits; when too many do, the newest are not kept and
 * counted.
 */
final class StoredAudit implements TuningAudit {

  private static final Logger LOG = LoggerFactory.getLogger(StoredAudit.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final AuditTable table;
  private final ArrayBlockingQueue<TuningVersion> waiting;
  private final Semaphore news = new Semaphore(0);
  private final Meters.Count lost;
  private final Thread thread;
  private volatile boolean ending;
  private boolean reachable = true;

  StoredAudit(AuditTable table, int mostWaiting, Meters meters) {
    this.table = table;
    waiting = new ArrayBlockingQueue<>(mostWaiting);
    lost = meters.count(MetricCatalogue.TUNING_AUDIT_LOST);
    meters.gauge(MetricCatalogue.TUNING_AUDIT_WAITING, waiting::size);
    thread = Thread.ofPlatform().daemon().name("tuning-audit").start(this::run);
  }

  /** Takes a change in; returns at once. */
  void keep(TuningVersion line) {
    if (waiting.offer(line)) {
      news.release();
    } else {
      lost(line);
    }
  }

  @Override
  public AuditReading page(AuditQuery query) {
    try {
      return table.page(query);
    } catch (StoreException e) {
      return new AuditReading.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close(Duration limit) {
    ending = true;
    news.release();
    try {
      thread.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    waiting.forEach(this::lost);
  }

  private void run() {
    try {
      while (true) {
        var line = waiting.peek();
        if (line != null && stored(line)) {
          waiting.remove();
        } else if (ending) {
          return;
        } else if (line == null) {
          news.acquire();
        } else {
          var _ = news.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS);
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The audit of the tuning has ended");
    }
  }

  /** Whether a change is done with: written, or impossible to write. */
  private boolean stored(TuningVersion line) {
    try {
      table.add(line);
      reachable = true;
      return true;
    } catch (StoreException e) {
      if (e.ofRow()) {
        lost(line);
        return true;
      }
      if (reachable) {
        LOG.warn("Changes of the tuning are written to the audit later: {}", e.getMessage());
      }
      reachable = false;
      return false;
    }
  }

  private void lost(TuningVersion line) {
    lost.increment();
    LOG.warn("Not in the audit: {}", line);
  }
}
