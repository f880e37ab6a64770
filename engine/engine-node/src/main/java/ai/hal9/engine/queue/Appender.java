package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.RowQueue;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows in groups: while one append is on its way, what arrives waits and makes the next, so
 * that groups grow with load and nobody waits for a timer. One entry carries the whole group, and
 * one sync of Redis' append-only file, and one WAIT, covers it. What belongs to shards that are
 * gone is set aside for each, where it may take an even part of the queue.
 */
final class Appender {

  private static final int MAX_ROWS = 512;
  private static final long MAX_BYTES = 256 * 1024;
  private static final int MAX_WAITING = 100_000;
  private static final int HEAP_SHARE = 4;

  private final DurableRedis redis;
  private final QueueKeys keys;
  private final SignalStore store;
  private final LiveTuning tuning;
  private final ReplicaWatch replicas;
  private final QueueMeters meters;
  private final LongSupplier nanoTime;
  private final RowQueue waiting =
      new RowQueue(MAX_WAITING, Runtime.getRuntime().maxMemory() / HEAP_SHARE);

  /** Held by whoever has an append on its way; the batch is theirs. */
  private final AtomicBoolean busy = new AtomicBoolean();

  private final PendingRow[] batch = new PendingRow[MAX_ROWS];

  /** The shards for which as many wait as may. */
  private volatile Set<Integer> fullParts = Set.of();

  private volatile @Nullable StatefulRedisConnection<String, byte[]> link;
  private volatile Optional<SignalQueue.Obstacle> obstacle =
      Optional.of(new SignalQueue.Obstacle(false, "the durable Redis is not reached yet"));

  /** What came of a group: how many wait then, as {@link Scripts#APPEND} says, or a failure. */
  private record Appended(@Nullable Long length, @Nullable Throwable failure) {}

  Appender(
      DurableRedis redis,
      QueueKeys keys,
      SignalStore store,
      LiveTuning tuning,
      ReplicaWatch replicas,
      Meters meters,
      QueueMeters queueMeters,
      LongSupplier nanoTime) {
    this.redis = redis;
    this.keys = keys;
    this.store = store;
    this.tuning = tuning;
    this.replicas = replicas;
    this.meters = queueMeters;
    this.nanoTime = nanoTime;
    meters.gauge(MetricCatalogue.QUEUE_WAITING, waiting::size);
  }

  Optional<SignalQueue.Obstacle> obstacle() {
    return obstacle;
  }

  Optional<SignalQueue.Obstacle> obstacle(int slot) {
    var ofAll = obstacle;
    if (ofAll.isPresent() || slot == Slots.ANY || fullParts.isEmpty()) {
      return ofAll;
    }
    var shard = store.gone(slot);
    return shard.isPresent() && fullParts.contains(shard.getAsInt())
        ? Optional.of(fullPart(shard.getAsInt(), tuning.current().queue()))
        : ofAll;
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
        judge(length(dialogue), FullMemory.now(dialogue, keys.length()));
      }
    } catch (RedisException e) {
      away(e);
    }
    pump();
  }

  /** How many wait, as {@link Scripts#APPEND} counts; notes for which shards none may any more. */
  private long length(Dialogue<byte[]> dialogue) {
    var length = number(dialogue.ask(commands -> commands.get(keys.length())));
    if (store.shardCount() == 1) {
      return length;
    }
    var part = part(tuning.current().queue());
    var full = new HashSet<Integer>();
    for (var kept : dialogue.ask(commands -> commands.hgetall(keys.aside())).entrySet()) {
      var waiting = number(kept.getValue());
      length += Math.min(waiting, part);
      if (waiting >= part) {
        full.add(Integer.valueOf(kept.getKey()));
      }
    }
    fullParts = Set.copyOf(full);
    return length;
  }

  /** An even share for each shard, so that those that are gone leave others theirs. */
  private long part(EngineTuning.Queue queue) {
    return queue.maxLength() / store.shardCount();
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
    var groups = RowGroup.of(batch, count, store);
    var appended = new ArrayList<CompletableFuture<Appended>>();
    for (var group : groups) {
      CompletionStage<@Nullable Long> length =
          commands.eval(
              Scripts.APPEND,
              ScriptOutputType.INTEGER,
              keys.waiting(),
              group.tuples(),
              text(group.count()),
              text(queue.maxLength()),
              group.traces(),
              text(part(queue)),
              group.shardName().getBytes(US_ASCII));
      appended.add(length.handle(Appended::new).toCompletableFuture());
    }
    var all = CompletableFuture.allOf(appended.toArray(CompletableFuture<?>[]::new));
    var wanted = replicas.alone() ? 0 : queue.replicas();
    CompletionStage<Boolean> replicated =
        wanted == 0
            ? CompletableFuture.completedStage(queue.replicas() == 0)
            : commands
                .waitForReplication(wanted, queue.replicaTimeout().toMillis())
                .thenApply(had -> had >= wanted);
    open.flushCommands();
    var _ =
        all.thenCombine(
                replicated,
                (done, copied) -> {
                  for (var i = 0; i < groups.size(); i++) {
                    settled(groups.get(i), appended.get(i).join(), copied, start, queue);
                  }
                  return true;
                })
            .whenComplete((done, failure) -> next(count, failure));
  }

  private void settled(
      RowGroup group, Appended appended, boolean copied, long start, EngineTuning.Queue queue) {
    if (appended.failure() != null) {
      group.refuse(failed(appended.failure()));
      return;
    }
    var length = appended.length();
    var now = nanoTime.getAsLong();
    meters.appendTime.recordNanos(now - start);
    if (length == null) {
      obstacle = Optional.of(full(queue));
      group.refuse(full(queue).message());
      return;
    }
    if (length < 0) {
      group.refuse(fullPart(group.shard(), queue).message());
      return;
    }
    meters.appends.increment();
    if (!copied) {
      replicas.missed();
      if (queue.strict()) {
        group.refuse(ReplicaWatch.REASON);
        return;
      }
      meters.unreplicated.add(group.count());
    }
    meters.appended.add(group.count());
    group.tellStored(start, now);
  }

  private void next(int count, @Nullable Throwable failure) {
    if (failure != null) {
      refuse(count, failed(failure));
    }
    Arrays.fill(batch, 0, count, null);
    busy.set(false);
    pump();
  }

  /** Notes why an append failed; returns what its clients are told. */
  private String failed(Throwable failure) {
    var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (FullMemory.refused(cause)) {
      obstacle = Optional.of(FullMemory.OBSTACLE);
      return FullMemory.OBSTACLE.message();
    }
    // Whether the group was appended is not known; its signals may be stored all the same.
    away(cause);
    return "the durable Redis did not acknowledge the signal";
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

  private static SignalQueue.Obstacle full(EngineTuning.Queue queue) {
    return new SignalQueue.Obstacle(
        true, "%d signals wait in the queue, as many as may".formatted(queue.maxLength()));
  }

  private SignalQueue.Obstacle fullPart(int shard, EngineTuning.Queue queue) {
    return new SignalQueue.Obstacle(
        true,
        "%d signals wait in the queue for shard %d, which does not answer, as many as may"
            .formatted(part(queue), shard));
  }

  private static long number(byte @Nullable [] text) {
    return text == null ? 0 : Long.parseLong(new String(text, US_ASCII));
  }

  private static byte[] text(long value) {
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
