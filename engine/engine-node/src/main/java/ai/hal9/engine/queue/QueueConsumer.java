package ai.hal9.engine.queue;

import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes entries from the queue and has them settled: new ones, those it had not
 * settled when it ended, and those another consumer left undone. What kills {@code queue.tries}
 * consumers becomes a dead letter.
 */
final class QueueConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

  /** What a log line names them by, as one request's. */
  static final String TRACES = "trace_id";

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int LOOKS_PER_IDLE = 4;

  /** What consumers of a node share. */
  record Place(
      DurableRedis redis,
      QueueKeys keys,
      SignalStore store,
      LiveTuning tuning,
      QueueMeters meters,
      Events events,
      QueueSpans spans,
      InstantSource clock,
      LongSupplier nanoTime) {}

  private final Place place;
  private final String name;
  private final Settlement settlement;
  private final SettingAside aside;
  private final Thread thread;
  private long claimedAt;
  private long removedAt;
  private long heldAt;

  /** Whether it is Redis that kept it from finishing what it has, and not its own end. */
  private boolean redisLost;

  private volatile boolean stopped;

  QueueConsumer(Place place, String name) {
    this.place = place;
    this.name = name;
    this.settlement = new Settlement(place, name, () -> stopped);
    this.claimedAt = place.nanoTime().getAsLong();
    this.removedAt = claimedAt;
    this.heldAt = claimedAt;
    this.aside = new SettingAside(place);
    this.thread = Thread.ofPlatform().daemon().name("queue-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread once its batch is settled, or given back unsettled. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  void join(Duration limit) throws InterruptedException {
    var _ = thread.join(limit);
  }

  /**
   * Says, every so often, that what it is settling is still worked on, since its own thread waits
   * for PostgreSQL: else others would take it over, each in turn, until it seemed to kill whoever
   * has it. From one other thread; does not block.
   */
  void holdOn() {
    var now = place.nanoTime().getAsLong();
    var entries = settlement.underWay();
    var open = place.redis().shared();
    if (entries.isEmpty()
        || open == null
        || now - heldAt < queue().claimIdle().toNanos() / LOOKS_PER_IDLE) {
      return;
    }
    heldAt = now;
    var _ = EntrySource.hold(open.async(), place.keys(), name, entries);
  }

  private void run() {
    EntrySource source = null;
    while (!stopped) {
      try {
        if (!place.store().available() || place.redis().shared() == null) {
          LockSupport.parkNanos(PAUSE.toNanos());
          continue;
        }
        if (source == null || !source.open()) {
          redisLost |= source != null;
          source = new EntrySource(place.redis().connect(), place.keys(), name);
          takeUp(source);
        }
        work(source);
      } catch (RedisException e) {
        LOG.debug("Consumer {} lost Redis", name, e);
        redisLost = true;
        source = dropped(source);
      } catch (RuntimeException e) {
        LOG.error("Consumer {} stumbled and begins anew", name, e);
        redisLost = false;
        source = dropped(source);
      }
    }
    var _ = dropped(source);
  }

  private static @Nullable EntrySource dropped(@Nullable EntrySource source) {
    if (source != null) {
      source.close();
    }
    LockSupport.parkNanos(PAUSE.toNanos());
    return null;
  }

  private void takeUp(EntrySource source) {
    List<QueueEntry> entries;
    do {
      entries = source.unfinished(queue().batchEntries());
      again(source, entries);
    } while (!entries.isEmpty() && !stopped);
    redisLost = false;
  }

  private void work(EntrySource source) {
    var queue = queue();
    var now = place.nanoTime().getAsLong();
    if (now - claimedAt > queue.claimIdle().toNanos() / LOOKS_PER_IDLE) {
      claimedAt = now;
      claim(source, queue);
    }
    if (now - removedAt > queue.consumerIdle().toNanos() / LOOKS_PER_IDLE) {
      removedAt = now;
      removeGone(source, queue);
    }
    if (place.store().shardCount() > 1) {
      aside.bringBack(source, queue.batchEntries());
    }
    var entries = source.fresh(queue.batchEntries(), queue.block());
    if (!entries.isEmpty()) {
      settlement.settle(source, entries);
    }
  }

  private void claim(EntrySource source, EngineTuning.Queue queue) {
    var entries = source.claim(queue.batchEntries(), queue.claimIdle());
    while (!entries.isEmpty() && !stopped) {
      var signals = entries.stream().mapToInt(QueueEntry::count).sum();
      place.meters().claimed.add(signals);
      LOG.info("Consumer {} takes over {} signals that another left undone", name, signals);
      again(source, entries);
      entries = source.claim(queue.batchEntries(), queue.claimIdle());
    }
  }

  private void removeGone(EntrySource source, EngineTuning.Queue queue) {
    var removed = source.removeGone(queue.consumerIdle());
    if (removed > 0) {
      place.meters().consumersRemoved.add(removed);
      LOG.info("{} consumers have left for good and are removed", removed);
    }
  }

  /**
   * Settles entries that were delivered before. Those that it could not finish since Redis was lost
   * have ended nobody: an outage is no try.
   */
  private void again(EntrySource source, List<QueueEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    if (redisLost) {
      source.postpone(entries);
      settlement.settleAgain(source, entries, Map.of());
      return;
    }
    var before = source.tries(entries);
    var tries = new HashMap<String, Long>();
    var alive = new ArrayList<QueueEntry>();
    for (var entry : entries) {
      var ended = before.getOrDefault(entry.id(), 0L);
      if (ended >= queue().tries()) {
        settlement.bury(source, entry, "its consumers ended %d times over it".formatted(ended));
      } else {
        alive.add(entry);
        tries.put(entry.id(), ended + 1);
      }
    }
    settlement.settleAgain(source, alive, tries);
  }

  private EngineTuning.Queue queue() {
    return place.tuning().current().queue();
  }
}
