package ai.hal9.engine.signal;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cache.AnswerKey;
import ai.hal9.engine.cache.CachedAnswer;
import ai.hal9.engine.cache.LocalAnswers;
import ai.hal9.engine.cache.SharedAnswers;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.RecentAnswers;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms from the most recent signals, newest first, and from the neurons' states. The node's own
 * memory gets as many answers as it holds, Redis all. An answer lives on for a whole life of the
 * cache from then.
 */
final class AnswerWarming implements CacheWarming {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerWarming.class);

  /** Commands on their way to Redis at once: few enough that none waits its time out. */
  private static final int UNDER_WAY = 256;

  /** Where the same is asked again and again, no more than so many signals are read for a key. */
  private static final long ROWS_A_KEY = 4;

  private static final long LEAST_ROWS = 1_000;

  private final List<Database> databases;
  private final Neurons neurons;
  private final boolean substitutes;
  private final LocalAnswers local;
  private final SharedAnswers shared;
  private final IntSupplier states;
  private final LiveTuning tuning;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicInteger warmed = new AtomicInteger();
  private volatile Progress last = new Progress(0, 0, 0, false, 0, "");
  private volatile long began;

  /**
   * A warming of one node.
   *
   * @param databases the shards, each of which brings its share of the answers
   * @param substitutes whether the mock's answers only stand in for a model's, which are not cached
   * @param states warms the neurons' states and says how many there were
   */
  AnswerWarming(
      List<Database> databases,
      Neurons neurons,
      boolean substitutes,
      LocalAnswers local,
      SharedAnswers shared,
      IntSupplier states,
      LiveTuning tuning,
      Meters meters,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.databases = List.copyOf(databases);
    this.neurons = neurons;
    this.substitutes = substitutes;
    this.local = local;
    this.shared = shared;
    this.states = states;
    this.tuning = tuning;
    this.clock = clock;
    this.nanoTime = nanoTime;
    meters.gauge(
        MetricCatalogue.WARMED_KEYS, () -> progress().answers() + (double) progress().states());
    meters.gauge(MetricCatalogue.WARM_TARGET, () -> last.target());
  }

  @Override
  public boolean begin(int keys) {
    if (!running.compareAndSet(false, true)) {
      return false;
    }
    warmed.set(0);
    began = nanoTime.getAsLong();
    last = new Progress(keys, 0, 0, true, 0, "");
    Thread.ofVirtual().name("cache-warming").start(() -> run(keys));
    return true;
  }

  @Override
  public Progress progress() {
    var known = last;
    return known.running()
        ? new Progress(known.target(), warmed.get(), known.states(), true, millis(), "")
        : known;
  }

  private void run(int keys) {
    var problem = "";
    var warmStates = 0;
    try {
      warmStates = states.getAsInt();
      last = new Progress(keys, 0, warmStates, true, 0, "");
      answers(keys - warmStates);
    } catch (StoreException e) {
      problem = String.valueOf(e.getMessage());
      LOG.warn("The cache could not be warmed: {}", problem);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      last = new Progress(keys, warmed.get(), warmStates, false, millis(), problem);
      running.set(false);
    }
  }

  private void answers(int most) throws InterruptedException {
    var turns = new Semaphore(UNDER_WAY);
    var seen = new HashSet<AnswerKey>();
    var own = tuning.current().performance().cacheMaxEntries();
    var since = clock.instant().minus(tuning.current().cache().warmAge());
    for (var i = 0; i < databases.size(); i++) {
      var upTo = most * (i + 1) / databases.size();
      answers(databases.get(i), since, upTo, own, seen, turns);
    }
    turns.acquire(UNDER_WAY);
  }

  /** Those of a shard, until so many have been seen of all. */
  private void answers(
      Database database, Instant since, int most, int own, Set<AnswerKey> seen, Semaphore turns) {
    if (seen.size() >= most) {
      return;
    }
    RecentAnswers.since(
        database,
        since,
        Math.max(LEAST_ROWS, ROWS_A_KEY * (most - seen.size())),
        row -> {
          var neuron = neurons.find(row.neuron()).orElse(null);
          if (neuron == null || (substitutes && row.models().contains(MockLanguageModel.NAME))) {
            return true;
          }
          var key = new AnswerKey(neuron, row.content());
          if (seen.size() < most && seen.add(key)) {
            if (seen.size() <= own) {
              local.put(
                  key,
                  CachedAnswer.of(neuron, row.content(), row.response(), row.path(), row.models()));
            }
            turns.acquireUninterruptibly();
            shared.put(
                key,
                new SharedAnswers.Shared(row.response(), row.path(), row.models()),
                stored -> {
                  if (stored) {
                    warmed.incrementAndGet();
                  }
                  turns.release();
                });
          }
          return seen.size() < most;
        });
  }

  private long millis() {
    return (nanoTime.getAsLong() - began) / 1_000_000;
  }
}
