package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.RowQueue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows in groups: while one append is on its way, what arrives waits and makes the next, so
 * that groups grow with load and nobody waits for a timer. One entry carries the whole group, and
 * one sync of Redis' append-only file, and one WAIT, covers it.
 */
final class Appender {

  private static final int MAX_ROWS = 512;
  private static final long MAX_BYTES = 256 * 1024;
  private static final int MAX_WAITING = 100_000;
  private static final int HEAP_SHARE = 4;

  private final DurableRedis redis;
  private final QueueKeys keys;
  private final LiveTuning tuning;
  private final ReplicaWatch replicas;
  private final QueueMeters meters;
  private final LongSupplier nanoTime;
  private final RowQueue waiting =
      new RowQueue(MAX_WAITING, Runtime.getRuntime().maxMemory() / HEAP_SHARE);

  /** Held by whoever has an append on its way; the batch is theirs. */
  private final AtomicBoolean busy = new AtomicBoolean();

  private final PendingRow[] batch = new PendingRow[MAX_ROWS];
  private volatile @Nullable StatefulRedisConnection<String, byte[]> link;
  private volatile Optional<SignalQueue.Obstacle> obstacle =
      Optional.of(new SignalQueue.Obstacle(false, "the durable Redis is not reached yet"));

  Appender(
      DurableRedis redis,
      QueueKeys keys,
      LiveTuning tuning,
      ReplicaWatch replicas,
      Meters meters,
      QueueMeters queueMeters,
      LongSupplier nanoTime) {
    this.redis = redis;
    this.keys = keys;
    this.tuning = tuning;
    this.replicas = replicas;
    this.meters = queueMeters;
    this.nanoTime = nanoTime;
    meters.gauge(MetricCatalogue.QUEUE_WAITING, waiting::size);
  }

  Optional<SignalQueue.Obstacle> obstacle() {
    return obstacle;
  }

  boolean offer(PendingRow row) {
    row.offered(nanoTime.getAsLong(), false);
    if (waiting.offer(row) < 0) {
      return false;
    }
    pump();
    return true;
  }

  boolean idle() {
    return waiting.size() == 0 && !busy.get();
  }

  /** Renews the connection where it is lost, and the verdict; called now and then. */
  void keepUp() {
    var reason = redis.obstacle();
    if (reason.isPresent()) {
      obstacle = Optional.of(new SignalQueue.Obstacle(false, reason.get()));
      pump();
      return;
    }
    try {
      var open = link;
      if (open == null || !open.isOpen()) {
        open = redis.connect();
        open.setAutoFlushCommands(false);
        link = open;
      }
      replicas.look();
      var shared = redis.shared();
      if (shared == null) {
        judge(0, false);
      } else {
        var dialogue = new Dialogue<>(shared);
        var length = dialogue.ask(commands -> commands.get(keys.length()));
        judge(
            length == null ? 0 : Long.parseLong(new String(length, US_ASCII)),
            FullMemory.now(dialogue, keys.length()));
      }
    } catch (RedisException e) {
      away(e);
    }
    pump();
  }

  private void judge(long length, boolean memoryFull) {
    var queue = tuning.current().queue();
    if (length >= queue.maxLength()) {
      obstacle = Optional.of(full(queue));
    } else if (memoryFull) {
      obstacle = Optional.of(FullMemory.OBSTACLE);
    } else if (queue.strict() && replicas.alone()) {
      obstacle = Optional.of(new SignalQueue.Obstacle(false, ReplicaWatch.REASON));
    } else if (obstacle.isPresent()) {
      obstacle = Optional.empty();
    }
  }

  private void pump() {
    while (waiting.size() > 0 && busy.compareAndSet(false, true)) {
      var sent = false;
      try {
        sent = send();
      } finally {
        if (!sent) {
          busy.set(false);
        }
      }
      if (sent) {
        return;
      }
    }
  }

  /** Sends a group; false when there was none, or it has been refused. */
  private boolean send() {
    var count = waiting.take(batch, MAX_ROWS, MAX_BYTES);
    if (count == 0) {
      return false;
    }
    var open = link;
    if (open == null || !open.isOpen() || redis.obstacle().isPresent()) {
      refuse(count, redis.obstacle().orElse("the durable Redis is not reached"));
      Arrays.fill(batch, 0, count, null);
      return false;
    }
    try {
      append(open, count);
      return true;
    } catch (RuntimeException e) {
      away(e);
      refuse(count, "the durable Redis did not take the signal");
      Arrays.fill(batch, 0, count, null);
      return false;
    }
  }

  private void append(StatefulRedisConnection<String, byte[]> open, int count) {
    var start = nanoTime.getAsLong();
    var queue = tuning.current().queue();
    var commands = open.async();
    CompletionStage<Long> appended =
        commands.eval(
            Scripts.APPEND,
            ScriptOutputType.INTEGER,
            keys.entriesAndLength(),
            rows(count),
            number(count),
            number(queue.maxLength()),
            EntryTraces.of(batch, count));
    var wanted = replicas.alone() ? 0 : queue.replicas();
    CompletionStage<Boolean> replicated =
        wanted == 0
            ? appended.thenApply(length -> queue.replicas() == 0)
            : commands
                .waitForReplication(wanted, queue.replicaTimeout().toMillis())
                .thenApply(had -> had >= wanted);
    open.flushCommands();
    var _ =
        appended
            .thenCombine(
                replicated,
                (length, copied) -> settled(count, length != null, copied, start, queue))
            .whenComplete((done, failure) -> next(count, failure));
  }

  private boolean settled(
      int count, boolean taken, boolean copied, long start, EngineTuning.Queue queue) {
    var now = nanoTime.getAsLong();
    meters.appendTime.recordNanos(now - start);
    if (!taken) {
      obstacle = Optional.of(full(queue));
      refuse(count, full(queue).message());
      return false;
    }
    meters.appends.increment();
    if (!copied) {
      replicas.missed();
      if (queue.strict()) {
        refuse(count, ReplicaWatch.REASON);
        return false;
      }
      meters.unreplicated.add(count);
    }
    meters.appended.add(count);
    for (var i = 0; i < count; i++) {
      batch[i].tellStored(start, now);
    }
    return true;
  }

  private void next(int count, @Nullable Throwable failure) {
    var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (FullMemory.refused(cause)) {
      obstacle = Optional.of(FullMemory.OBSTACLE);
      refuse(count, FullMemory.OBSTACLE.message());
    } else if (cause != null) {
      // Whether the group was appended is not known; its signals may be stored all the same.
      away(cause);
      refuse(count, "the durable Redis did not acknowledge the signal");
    }
    Arrays.fill(batch, 0, count, null);
    busy.set(false);
    pump();
  }

  private void away(@Nullable Throwable failure) {
    obstacle =
        Optional.of(
            new SignalQueue.Obstacle(
                false,
                "the durable Redis does not answer: "
                    + (failure == null ? "no reason" : failure.getMessage())));
    var open = link;
    link = null;
    if (open != null) {
      var _ = open.closeAsync();
    }
  }

  private void refuse(int count, String reason) {
    for (var i = 0; i < count; i++) {
      var _ = batch[i].tellRefused(reason);
    }
  }

  private byte[] rows(int count) {
    var length = 0;
    for (var i = 0; i < count; i++) {
      length += batch[i].tuple().length;
    }
    var rows = new byte[length];
    var at = 0;
    for (var i = 0; i < count; i++) {
      var tuple = batch[i].tuple();
      System.arraycopy(tuple, 0, rows, at, tuple.length);
      at += tuple.length;
    }
    return rows;
  }

  private static SignalQueue.Obstacle full(EngineTuning.Queue queue) {
    return new SignalQueue.Obstacle(
        true, "%d signals wait in the queue, as many as may".formatted(queue.maxLength()));
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(US_ASCII);
  }

  void close() {
    var open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }
}
