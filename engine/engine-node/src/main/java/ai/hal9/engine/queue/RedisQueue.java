package ai.hal9.engine.queue;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.store.StoredRow;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue in Redis Streams. */
public final class RedisQueue implements SignalQueue {

  private static final Logger LOG = LoggerFactory.getLogger(RedisQueue.class);
  private static final Duration UPKEEP = Duration.ofMillis(250);
  private static final Duration COUNT_DEAD = Duration.ofSeconds(1);

  private final DurableRedis redis;
  private final QueueKeys keys;
  private final LiveTuning tuning;
  private final Appender appender;
  private final WaitingSignals waiting;
  private final DeadLetterBox letters;
  private final QueueConsumer.Place place;
  private final String node;
  private final List<QueueConsumer> consumers = new ArrayList<>();
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("queue-upkeep").factory());

  /** How many dead letters there are; not a number while that is not known. */
  private volatile double dead = Double.NaN;

  private RedisQueue(
      DurableRedis redis,
      String node,
      SignalStore store,
      LiveTuning tuning,
      Meters meters,
      Events events,
      @Nullable Tracing tracing,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.redis = redis;
    this.node = node;
    this.tuning = tuning;
    this.keys = QueueKeys.of(redis);
    var queueMeters = new QueueMeters(meters);
    this.appender =
        new Appender(
            redis,
            keys,
            store,
            tuning,
            new ReplicaWatch(redis, tuning, events, clock),
            meters,
            queueMeters,
            nanoTime);
    this.place =
        new QueueConsumer.Place(
            redis,
            keys,
            store,
            tuning,
            queueMeters,
            events,
            new QueueSpans(tracing, clock, nanoTime),
            clock,
            nanoTime);
    this.waiting = new WaitingSignals(keys, store);
    this.letters = new DeadLetterBox(keys);
    meters.gauge(MetricCatalogue.QUEUE_DEAD, () -> dead);
  }

  /**
   * Starts the queue: it takes signals, and consumes, once its Redis is reached and fit.
   *
   * @param redis not closed with the queue
   * @param node the node's name, which its consumers bear
   * @param store where consumers commit
   * @param tracing told of the way into PostgreSQL; null where nobody is
   */
  public static SignalQueue start(
      DurableRedis redis,
      String node,
      SignalStore store,
      LiveTuning tuning,
      Meters meters,
      Events events,
      @Nullable Tracing tracing,
      InstantSource clock,
      LongSupplier nanoTime) {
    var queue =
        new RedisQueue(redis, node, store, tuning, meters, events, tracing, clock, nanoTime);
    queue.keepUp();
    var _ =
        queue.upkeep.scheduleWithFixedDelay(
            queue::keepUp, UPKEEP.toMillis(), UPKEEP.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        queue.upkeep.scheduleWithFixedDelay(
            queue::countDead, 0, COUNT_DEAD.toMillis(), TimeUnit.MILLISECONDS);
    return queue;
  }

  @Override
  public Optional<Obstacle> obstacle() {
    return appender.obstacle();
  }

  @Override
  public Optional<Obstacle> obstacle(int slot) {
    return appender.obstacle(slot);
  }

  @Override
  public boolean offer(PendingRow row) {
    return appender.offer(row);
  }

  @Override
  public Optional<StoredRow> find(UUID id) {
    return SignalIds.timed(id) ? ask(open -> waiting.find(open, id)) : Optional.empty();
  }

  @Override
  public QueueState state() {
    return ask(open -> QueueReading.state(open, keys, place.clock().millis()));
  }

  @Override
  public List<DeadLetter> deadLetters(int most) {
    return ask(open -> letters.oldest(open, most));
  }

  @Override
  public int redrive(List<String> ids) {
    return ids.isEmpty() ? 0 : ask(open -> letters.redrive(open, ids));
  }

  @Override
  public int discard(List<String> ids) {
    return ids.isEmpty() ? 0 : ask(open -> letters.discard(open, ids));
  }

  @Override
  public void close(Duration deadline) {
    var end = System.nanoTime() + deadline.toNanos();
    try {
      while (!appender.idle() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      upkeep.shutdownNow();
      synchronized (consumers) {
        consumers.forEach(QueueConsumer::stop);
        for (var consumer : consumers) {
          consumer.join(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    appender.close();
  }

  private void keepUp() {
    try {
      appender.keepUp();
      if (redis.obstacle().isEmpty()) {
        resize(tuning.current().queue().consumers());
      }
      synchronized (consumers) {
        consumers.forEach(QueueConsumer::holdOn);
      }
    } catch (RuntimeException e) {
      LOG.error("The queue's upkeep stumbled", e);
    }
  }

  private void countDead() {
    try {
      dead = ask(letters::count);
    } catch (RuntimeException e) {
      LOG.debug("How many dead letters there are is not known", e);
      dead = Double.NaN;
    }
  }

  private void resize(int wanted) {
    synchronized (consumers) {
      while (consumers.size() < wanted) {
        var consumer = new QueueConsumer(place, node + "-" + (consumers.size() + 1));
        consumers.add(consumer);
        consumer.start();
      }
      while (consumers.size() > wanted) {
        consumers.removeLast().stop();
      }
    }
  }

  private <T> T ask(Function<Dialogue<byte[]>, T> question) {
    var open = redis.shared();
    if (open == null) {
      throw new QueueException(redis.obstacle().orElse("the durable Redis is not reached"));
    }
    try {
      return question.apply(new Dialogue<>(open));
    } catch (RedisCommandExecutionException e) {
      throw new QueueException("The queue cannot be asked so: " + e.getMessage(), e);
    } catch (RedisException e) {
      throw new QueueException("The durable Redis does not answer: " + e.getMessage(), e);
    }
  }
}
