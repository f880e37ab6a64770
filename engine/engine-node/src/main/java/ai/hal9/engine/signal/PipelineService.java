package ai.hal9.engine.signal;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.cache.CachedAnswer;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.queue.SignalQueue;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a signal: found neuron, found answer, stored row, told client. */
final class PipelineService implements SignalService, Answering.Sink, Passage.Desk {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineService.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int FIRST_SECOND = 1_000;

  /** How often another slot is drawn for a signal that may lie anywhere. */
  private static final int OTHER_SLOTS = 8;

  private final Neurons neurons;
  private final Answering answering;
  private final SignalStore store;
  private final SignalQueue queue;
  private final KeyedSignals keyed;
  private final SignalFinder finder;
  private final SignalCache stored;
  private final SignalIds ids;
  private final LiveTuning tuning;
  private final SignalMeters meters;
  private final Executor virtualThreads;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final UserTally users = new UserTally();
  private final LongAdder underway = new LongAdder();
  private volatile boolean draining;

  PipelineService(
      Neurons neurons,
      Answering answering,
      SignalStore store,
      SignalQueue queue,
      SignalCache stored,
      SignalIds ids,
      LiveTuning tuning,
      SignalMeters signalMeters,
      Meters meters,
      Executor virtualThreads,
      LongSupplier nanoTime) {
    this.neurons = neurons;
    this.answering = answering;
    this.store = store;
    this.queue = queue;
    this.keyed = new KeyedSignals(store);
    this.finder = new SignalFinder(store, queue, stored);
    this.stored = stored;
    this.ids = ids;
    this.tuning = tuning;
    this.meters = signalMeters;
    this.virtualThreads = virtualThreads;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    meters.gauge(
        MetricCatalogue.CONCURRENT_USERS, () -> users.distinct(second(nanoTime.getAsLong())));
  }

  @Override
  public void submit(SignalCall call, Consumer<SignalOutcome> done) {
    var now = nanoTime.getAsLong();
    var request = call.request();
    if (draining) {
      turnAway(done, Refused.later(Refusal.DRAINING, "the node is shutting down"));
      return;
    }
    var neuron = neurons.serving(request.layer(), request.neuronId());
    if (neuron == null) {
      turnAway(done, Refused.forGood(Refusal.NEURON_UNKNOWN, unknown(request)));
      return;
    }
    var user = request.userId();
    users.seen(user == null ? SignalRequest.ANONYMOUS : user, second(now));
    meters.sent.increment();
    underway.increment();
    var passage = new Passage(call, neuron, this, done, now, slot(call));
    var key = call.idempotencyKey();
    if (key != null) {
      virtualThreads.execute(() -> lookUpKey(key, passage));
      return;
    }
    var refusal = refusal(passage);
    if (refusal == null) {
      answering.answer(passage, this);
    } else {
      refused(passage, refusal);
    }
  }

  @Override
  public Optional<StoredSignal> find(UUID id) {
    return finder.find(id);
  }

  @Override
  public void answered(Passage passage, CachedAnswer answer, CacheOutcome from) {
    try {
      passage.take(answer, from, id(passage));
      var key = passage.call().idempotencyKey();
      if (key != null) {
        virtualThreads.execute(() -> storeKeyed(key, passage));
      } else {
        store(passage);
      }
    } catch (RuntimeException e) {
      try (var _ = passage.call().traced().trace().logging()) {
        LOG.error("a signal could not be stored", e);
      }
      refused(passage, Refused.forGood(Refusal.INTERNAL, "the engine failed; its log says more"));
    }
  }

  @Override
  public void refused(Passage passage, Refused refused) {
    passage.refuse(refused.reason(), refused.message(), refused.retryAfter());
  }

  @Override
  public void answered(Passage passage, long nanos) {
    meters.processed.increment();
    meters.processing.recordNanos(nanos - passage.call().receivedNanos());
    underway.decrement();
  }

  @Override
  public void refused(Passage passage, Refusal reason) {
    meters.failed(reason).increment();
    underway.decrement();
  }

  @Override
  public void committed(Passage passage) {
    stored.committed(passage.id(), passage.tuple());
  }

  @Override
  public SignalMeters meters() {
    return meters;
  }

  @Override
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Refuses new signals and waits until those underway have ended, or so long. */
  void drain(Duration deadline) throws InterruptedException {
    draining = true;
    var end = nanoTime.getAsLong() + deadline.toNanos();
    while (underway.sum() > 0 && nanoTime.getAsLong() < end) {
      Thread.sleep(5);
    }
  }

  /** Why no answer could be stored as it must be now; null when it could. */
  private @Nullable Refused refusal(Passage passage) {
    return switch (tuning.current().performance().durability()) {
      case MEMORY -> null;
      case COMMITTED -> store.available(passage.slot()) ? null : gone();
      case QUEUED -> {
        var obstacle = queue.obstacle(passage.slot());
        yield obstacle.isEmpty() ? null : notQueued(obstacle.get());
      }
    };
  }

  /** Where a user's signals are; a signal without one lies where its key does, or anywhere. */
  private static int slot(SignalCall call) {
    var user = call.request().userId();
    var owner = user == null ? call.idempotencyKey() : user;
    return owner == null ? Slots.ANY : Slots.of(owner);
  }

  private UUID id(Passage passage) {
    var slot = passage.slot();
    if (slot != Slots.ANY) {
      return ids.next(slot);
    }
    var id = ids.next();
    for (var i = 0; i < OTHER_SLOTS && !store.available(Slots.of(id)); i++) {
      id = ids.next();
    }
    return id;
  }

  private void store(Passage passage) {
    var durability = tuning.current().performance().durability();
    if (durability == Durability.QUEUED) {
      enqueue(passage);
      return;
    }
    var promised = durability == Durability.MEMORY && !store.crowded(passage.id());
    var told = promised ? passage.toAnswer(Durability.MEMORY) : null;
    switch (store.offer(passage, promised)) {
      case TAKEN -> {
        if (told != null) {
          passage.acknowledge(told, nanoTime.getAsLong());
        }
      }
      case FULL ->
          refused(passage, Refused.later(Refusal.OVERLOADED, "too many signals wait to be stored"));
      case UNAVAILABLE -> refused(passage, gone());
    }
  }

  private void enqueue(Passage passage) {
    passage.survive(Durability.QUEUED);
    if (!queue.offer(passage)) {
      refused(passage, Refused.later(Refusal.OVERLOADED, "too many signals wait to be queued"));
    }
  }

  private static Refused notQueued(SignalQueue.Obstacle obstacle) {
    return Refused.later(
        obstacle.full() ? Refusal.OVERLOADED : Refusal.STORE_UNAVAILABLE, obstacle.message());
  }

  private void lookUpKey(String key, Passage passage) {
    try {
      keyed
          .earlier(key, passage)
          .ifPresentOrElse(passage::repeat, () -> answering.answer(passage, this));
    } catch (RuntimeException e) {
      failed(passage, e);
    }
  }

  private void storeKeyed(String key, Passage passage) {
    try {
      var outcome = keyed.store(key, passage);
      passage.repeat(outcome);
      if (outcome instanceof SignalOutcome.Answered(var answer)
          && answer.signalId().equals(passage.id())) {
        committed(passage);
      }
    } catch (RuntimeException e) {
      failed(passage, e);
    }
  }

  private void failed(Passage passage, RuntimeException e) {
    if (e instanceof StoreException) {
      refused(passage, Refused.later(Refusal.STORE_UNAVAILABLE, String.valueOf(e.getMessage())));
    } else {
      try (var _ = passage.call().traced().trace().logging()) {
        LOG.error("a signal with an idempotency key failed", e);
      }
      refused(passage, Refused.forGood(Refusal.INTERNAL, "the engine failed; its log says more"));
    }
  }

  private void turnAway(Consumer<SignalOutcome> done, Refused refused) {
    meters.failed(refused.reason()).increment();
    done.accept(
        new SignalOutcome.Refused(refused.reason(), refused.message(), refused.retryAfter()));
  }

  private Refused gone() {
    return new Refused(Refusal.STORE_UNAVAILABLE, "PostgreSQL does not answer", SOON);
  }

  private int second(long nanos) {
    return FIRST_SECOND + (int) ((nanos - startNanos) / NANOS_PER_SECOND);
  }

  private static String unknown(SignalRequest request) {
    return request.neuronId() == null
        ? "no neuron is configured for the layer"
        : "no neuron "
            + request.neuronId()
            + " is configured; name a layer to be served by its first";
  }
}
