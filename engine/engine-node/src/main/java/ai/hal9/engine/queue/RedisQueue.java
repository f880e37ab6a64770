package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.store.StoredRow;
import ai.hal9.engine.store.Tuple;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
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

  /** How much older and younger than its signals an entry may be, clocks differing included. */
  private static final long BEFORE_MILLIS = 2_000;

  private static final long AFTER_MILLIS = 10_000;

  /** An entry may be a quarter of a megabyte, and a node's heap small. */
  private static final int PAGE = 8;

  private static final int MOST_SEARCHED = 4_096;

  private final DurableRedis redis;
  private final QueueKeys keys;
  private final LiveTuning tuning;
  private final Appender appender;
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
    if (!SignalIds.timed(id)) {
      return Optional.empty();
    }
    var millis = SignalIds.millis(id);
    var from = Long.toString(millis - BEFORE_MILLIS);
    var last = Long.toString(millis + AFTER_MILLIS);
    return guarded(
        open -> {
          var found = search(open, keys.entries(), from, last, id);
          if (found.isEmpty() && place.store().shardCount() > 1) {
            for (var shard : open.ask(commands -> commands.hkeys(keys.aside()))) {
              // It may have been set aside long after it was appended.
              found = search(open, keys.aside(shard), from, "+", id);
              if (found.isPresent()) {
                break;
              }
            }
          }
          return found;
        });
  }

  private static Optional<StoredRow> search(
      Dialogue<byte[]> open, String stream, String first, String last, UUID id) {
    var from = first;
    for (var searched = 0; searched < MOST_SEARCHED; searched += PAGE) {
      var page = page(open, stream, from, last, PAGE);
      for (var message : page) {
        var found = in(QueueEntry.of(message), id);
        if (found.isPresent()) {
          return found;
        }
      }
      if (page.size() < PAGE) {
        break;
      }
      from = behind(page);
    }
    return Optional.empty();
  }

  @Override
  public QueueState state() {
    return guarded(open -> QueueReading.state(open, keys, place.clock().millis()));
  }

  @Override
  public List<DeadLetter> deadLetters(int most) {
    return guarded(
        open -> {
          var letters = new ArrayList<DeadLetter>();
          var from = "-";
          while (letters.size() < most) {
            var wanted = Math.min(PAGE, most - letters.size());
            var page = page(open, keys.dead(), from, "+", wanted);
            page.stream().map(RedisQueue::deadLetter).forEach(letters::add);
            if (page.size() < wanted) {
              break;
            }
            from = behind(page);
          }
          return List.copyOf(letters);
        });
  }

  private static List<StreamMessage<String, byte[]>> page(
      Dialogue<byte[]> open, String stream, String from, String last, int most) {
    var range = Range.create(from, last);
    return open.ask(commands -> commands.xrange(stream, range, Limit.from(most)));
  }

  private static String behind(List<StreamMessage<String, byte[]>> page) {
    return "(" + page.getLast().getId();
  }

  @Override
  public int redrive(List<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    var arguments = ids.stream().map(id -> id.getBytes(UTF_8)).toArray(byte[][]::new);
    Long moved =
        ask(
            commands ->
                commands.eval(Scripts.REDRIVE, ScriptOutputType.INTEGER, keys.all(), arguments));
    return Math.toIntExact(moved);
  }

  @Override
  public int discard(List<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    return Math.toIntExact(ask(commands -> commands.xdel(keys.dead(), ids.toArray(String[]::new))));
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
      dead = ask(commands -> commands.xlen(keys.dead()));
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

  private <T> T ask(Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
    return guarded(open -> open.ask(command));
  }

  private <T> T guarded(Function<Dialogue<byte[]>, T> question) {
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

  private static Optional<StoredRow> in(QueueEntry entry, UUID id) {
    try {
      return entry.tuples().stream()
          .filter(tuple -> tuple.id().equals(id))
          .findFirst()
          .map(Tuple::row);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static DeadLetter deadLetter(StreamMessage<String, byte[]> message) {
    var entry = QueueEntry.of(message);
    var reason = reason(message);
    List<UUID> signals;
    try {
      signals = entry.tuples().stream().map(Tuple::id).toList();
    } catch (IllegalArgumentException e) {
      signals = List.of();
    }
    return new DeadLetter(
        entry.id(), Instant.ofEpochMilli(entry.millis()), reason, signals, entry.rows().length);
  }

  private static String reason(StreamMessage<String, byte[]> message) {
    byte @Nullable [] text = message.getBody().get(QueueKeys.REASON);
    return text == null ? "" : new String(text, UTF_8);
  }
}
