package ai.hal9.engine.signal;

import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.api.signal.Stage;
import ai.hal9.engine.cache.CachedAnswer;
import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.trace.RequestSpans;
import ai.hal9.engine.trace.TraceContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One signal on its way through the pipeline; also its own row in the buffer. Its fields belong to
 * whoever holds it: it is handed on, never shared.
 */
final class Passage extends PendingRow {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final int USER_ROOM = 48;

  private final SignalCall call;
  private final Neuron neuron;
  private final Desk desk;
  private final int slot;
  private final Consumer<SignalOutcome> done;
  private final Map<Stage, Double> timings = new EnumMap<>(Stage.class);
  private @Nullable CachedAnswer answer;
  private CacheOutcome outcome = CacheOutcome.MISS;
  private Durability durability = Durability.COMMITTED;
  private @Nullable RequestSpans spans;

  /** Another passage waiting for the same answer. */
  @Nullable Passage follower;

  /** When the stage it is in began. */
  long stageStart;

  /** Where passages report their end. */
  interface Desk {
    void answered(Passage passage, long nanos);

    void refused(Passage passage, Refusal reason);

    /** PostgreSQL has its row; it may be told already. */
    void committed(Passage passage);

    SignalMeters meters();

    long nanoTime();
  }

  Passage(
      SignalCall call, Neuron neuron, Desk desk, Consumer<SignalOutcome> done, long now, int slot) {
    this.call = call;
    this.slot = slot;
    this.neuron = neuron;
    this.desk = desk;
    this.done = done;
    this.stageStart = call.receivedNanos();
    this.spans = call.traced().spans();
    if (spans != null) {
      spans.hold();
    }
    leave(Stage.DECODE, now);
  }

  SignalCall call() {
    return call;
  }

  Neuron neuron() {
    return neuron;
  }

  /** The slot its row belongs to, or {@code Slots.ANY}. */
  int slot() {
    return slot;
  }

  String content() {
    return call.request().content();
  }

  CachedAnswer answer() {
    var known = answer;
    if (known == null) {
      throw new IllegalStateException("the signal has no answer yet");
    }
    return known;
  }

  /** Notes the time since the last stage ended as this one's. */
  void leave(Stage stage, long now) {
    var nanos = now - stageStart;
    timings.put(stage, nanos / NANOS_PER_MILLI);
    if (spans != null) {
      spans.stage(stage.wireName(), stageStart, now);
    }
    stageStart = now;
    desk.meters().stage(stage).recordNanos(nanos);
  }

  /** Takes its answer and makes its row. */
  void take(CachedAnswer found, CacheOutcome from, UUID id) {
    answer = found;
    outcome = from;
    var user = call.request().userId();
    var json = new JsonBytes(USER_ROOM);
    json.raw("{\"user_id\":").quoted(user == null ? SignalRequest.ANONYMOUS : user);
    json.raw(",\"cache\":\"").raw(from.wireName()).raw("\",");
    row(id, neuron.storedId(), json.toBytes(), found.payload());
  }

  /** Sets what its acknowledgement will say once its row is told stored. */
  void survive(Durability promise) {
    durability = promise;
  }

  /** Answers the client. */
  void acknowledge(SignalAnswer told, long now) {
    desk.answered(this, now);
    if (!promised()) {
      letGo();
    }
    done.accept(new SignalOutcome.Answered(told));
  }

  /** Nothing more will be told of its stages. */
  private void letGo() {
    var held = spans;
    if (held != null) {
      spans = null;
      held.release();
    }
  }

  /** Tells the client what was decided by its idempotency key. */
  void repeat(SignalOutcome decided) {
    switch (decided) {
      case SignalOutcome.Answered first -> acknowledge(first.answer(), desk.nanoTime());
      case SignalOutcome.Refused no -> refuse(no.reason(), no.message(), no.retryAfter());
    }
  }

  SignalAnswer toAnswer(Durability durability) {
    return new SignalAnswer(
        id(),
        neuron.id(),
        neuron.layer(),
        answer().content(),
        answer().path(),
        answer().models(),
        outcome,
        durability,
        timings);
  }

  void refuse(Refusal reason, String message, Duration retryAfter) {
    desk.refused(this, reason);
    letGo();
    done.accept(new SignalOutcome.Refused(reason, message, retryAfter));
  }

  @Override
  protected void stored(long takenNanos, long storedNanos) {
    stageStart = offeredNanos();
    leave(Stage.BUFFER, takenNanos);
    leave(Stage.STORE, storedNanos);
    if (!promised()) {
      acknowledge(toAnswer(durability), storedNanos);
    } else {
      letGo();
    }
    if (durability == Durability.COMMITTED) {
      desk.committed(this);
    }
  }

  @Override
  protected void givenUp(String reason) {
    letGo();
  }

  @Override
  public @Nullable TraceContext trace() {
    return call.traced().known();
  }

  @Override
  protected void refused(String reason) {
    refuse(Refusal.STORE_UNAVAILABLE, reason, Duration.ofSeconds(1));
  }
}
