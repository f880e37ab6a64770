package ai.hal9.engine.signal;

import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.signal.Stage;
import ai.hal9.engine.cache.AnswerKey;
import ai.hal9.engine.cache.CachedAnswer;
import ai.hal9.engine.cache.LocalAnswers;
import ai.hal9.engine.cache.SharedAnswers;
import ai.hal9.engine.neuron.ModelException;
import ai.hal9.engine.neuron.NeuronAnswer;
import ai.hal9.engine.neuron.NeuronNetwork;
import ai.hal9.engine.resilience.SignalLimit;
import ai.hal9.engine.resilience.Wish;
import ai.hal9.engine.tuning.LiveTuning;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the answer to a signal: in the local cache, from an identical request in flight, in the
 * shared cache, or from the neurons.
 */
final class Answering {

  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  /** Where answers go; called on any thread. */
  interface Sink {
    void answered(Passage passage, CachedAnswer answer, CacheOutcome from);

    void refused(Passage passage, Refused refused);
  }

  private final LocalAnswers local;
  private final SharedAnswers shared;
  private final NeuronNetwork network;
  private final SignalLimit limit;
  private final LiveTuning tuning;
  private final SignalMeters meters;
  private final Executor virtualThreads;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<AnswerKey, Flight> flights = new ConcurrentHashMap<>();

  Answering(
      LocalAnswers local,
      SharedAnswers shared,
      NeuronNetwork network,
      SignalLimit limit,
      LiveTuning tuning,
      SignalMeters meters,
      Executor virtualThreads,
      LongSupplier nanoTime) {
    this.local = local;
    this.shared = shared;
    this.network = network;
    this.limit = limit;
    this.tuning = tuning;
    this.meters = meters;
    this.virtualThreads = virtualThreads;
    this.nanoTime = nanoTime;
  }

  /** Finds the answer; a local hit is given before this returns, on the calling thread. */
  void answer(Passage passage, Sink sink) {
    var performance = tuning.current().performance();
    var key = new AnswerKey(passage.neuron(), passage.content());
    if (performance.caching()) {
      meters.cacheRequests.increment();
      var hit = local.get(key);
      if (hit != null) {
        meters.localHits.increment();
        passage.leave(Stage.CACHE, nanoTime.getAsLong());
        sink.answered(passage, hit, CacheOutcome.LOCAL);
        return;
      }
    }
    new Search(passage, key, performance.caching(), performance.coalescing(), sink).begin();
  }

  /** One search, on behalf of a leader and whoever follows it. */
  private final class Search {
    private final Passage leader;
    private final AnswerKey key;
    private final boolean caching;
    private final boolean coalescing;
    private final Sink sink;
    private final Flight flight;

    Search(Passage leader, AnswerKey key, boolean caching, boolean coalescing, Sink sink) {
      this.leader = leader;
      this.flight = new Flight(leader.call());
      this.key = key;
      this.caching = caching;
      this.coalescing = coalescing;
      this.sink = sink;
    }

    void begin() {
      while (coalescing) {
        var other = flights.putIfAbsent(key, flight);
        if (other == null) {
          break;
        }
        if (other.join(leader)) {
          return;
        }
        flights.remove(key, other);
      }
      var late = caching && coalescing ? local.get(key) : null;
      if (late != null) {
        meters.localHits.increment();
        answered(late, CacheOutcome.LOCAL);
      } else if (caching) {
        shared.get(key, this::lookedUp);
      } else {
        ask();
      }
    }

    private void lookedUp(SharedAnswers.@Nullable Shared found) {
      leader.leave(Stage.CACHE, nanoTime.getAsLong());
      if (found == null) {
        virtualThreads.execute(this::queue);
        return;
      }
      meters.redisHits.increment();
      var answer = answer(found.content(), found.path(), found.models());
      local.put(key, answer);
      answered(answer, CacheOutcome.REDIS);
    }

    /** Asks the neurons, on this thread where neither a permit nor the model is waited for. */
    private void ask() {
      if (network.answersAtOnce() && limit.acquireNow()) {
        travel(departure(), false);
      } else {
        virtualThreads.execute(this::queue);
      }
    }

    private void queue() {
      leader.call().presence().whenGone(flight::leave);
      Wish wish;
      do {
        wish = new Wish(flight.priority());
        if (permitted(wish)) {
          travel(departure(), true);
          return;
        }
      } while (!flight.closed(wish.priority()));
      limit.shed(leader.call().request().priority());
      refused(Refused.later(Refusal.OVERLOADED, "too many signals wait for a neuron"));
    }

    /**
     * Waits for a permit, as important as whoever matters most of those who wait for the answer.
     */
    private boolean permitted(Wish wish) {
      flight.tell(priority -> limit.raise(wish, priority));
      return limit.tryAcquire(wish);
    }

    private NeuronNetwork.Journey departure() {
      leader.leave(Stage.PERMIT, nanoTime.getAsLong());
      return network.begin(leader.neuron(), key.content(), flight.patience());
    }

    /** Goes on to the answer, here or where it may be waited for; holds a permit until then. */
    private void travel(NeuronNetwork.Journey journey, boolean mayWait) {
      var departed = leader.stageStart;
      try {
        NeuronAnswer found;
        var handedOn = false;
        try {
          if (!mayWait && !journey.advance()) {
            virtualThreads.execute(() -> travel(journey, true));
            handedOn = true;
            return;
          }
          found = journey.finish();
        } finally {
          if (!handedOn) {
            limit.release(departed);
          }
        }
        leader.leave(Stage.NEURON, nanoTime.getAsLong());
        var answer = answer(found.content(), found.path(), found.models());
        if (caching && !found.substitute()) {
          local.put(key, answer);
          shared.put(
              key, new SharedAnswers.Shared(answer.content(), answer.path(), answer.models()));
        }
        answered(answer, CacheOutcome.MISS);
      } catch (ModelException e) {
        refused(new Refused(refusal(e.fault()), e.why(), e.retryAfter()));
      } catch (RuntimeException e) {
        try (var _ = leader.call().traced().trace().logging()) {
          LOG.error("a signal could not be answered", e);
        }
        refused(Refused.forGood(Refusal.INTERNAL, "the engine failed; its log says more"));
      }
    }

    private CachedAnswer answer(String content, List<String> path, List<String> models) {
      return CachedAnswer.of(leader.neuron(), key.content(), content, path, models);
    }

    private static Refusal refusal(ModelException.Fault fault) {
      return switch (fault) {
        case MODEL, LIMIT -> Refusal.MODEL_UNAVAILABLE;
        case REQUEST -> Refusal.MODEL_REFUSED;
        case ABANDONED -> Refusal.ABANDONED;
      };
    }

    private void answered(CachedAnswer answer, CacheOutcome from) {
      var follower = land();
      sink.answered(leader, answer, from);
      while (follower != null) {
        var next = follower.follower;
        follower.leave(Stage.COALESCE, nanoTime.getAsLong());
        meters.coalesced.increment();
        sink.answered(follower, answer, CacheOutcome.COALESCED);
        follower = next;
      }
    }

    private void refused(Refused refused) {
      var follower = land();
      sink.refused(leader, refused);
      while (follower != null) {
        var next = follower.follower;
        sink.refused(follower, refused);
        follower = next;
      }
    }

    private @Nullable Passage land() {
      if (!coalescing) {
        return null;
      }
      flights.remove(key, flight);
      return flight.land();
    }
  }
}
