package ai.hal9.engine.cache;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning.Performance;
import ai.hal9.engine.tuning.LiveTuning;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The node's own answers. {@code cache_max_entries} of usual size fit; an answer larger than its
 * share of a quarter of the heap counts as several, so that large ones cannot fill the heap.
 */
public final class LocalAnswers {

  private static final int HEAP_SHARE = 4;

  private final Cache<AnswerKey, CachedAnswer> answers;
  private final long maxBytes = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
  private volatile int maxEntries;

  /** Following {@code performance.cache_*}. */
  public LocalAnswers(LiveTuning tuning, Meters meters, Ticker nanoTime) {
    var evictions = meters.count(MetricCatalogue.CACHE_EVICTIONS);
    var performance = tuning.current().performance();
    maxEntries = performance.cacheMaxEntries();
    answers =
        Caffeine.newBuilder()
            .ticker(nanoTime)
            .executor(Runnable::run)
            .expireAfterWrite(performance.cacheTtl())
            .maximumWeight(performance.cacheMaxEntries())
            .weigher((AnswerKey key, CachedAnswer answer) -> shares(answer))
            .evictionListener((key, answer, cause) -> evictions.increment())
            .build();
    measure(meters);
    tuning.onChange(values -> resize(values.performance()));
  }

  /** As the cache itself has it, which is what matters when the tuning has just changed. */
  private void measure(Meters meters) {
    meters.gauge(MetricCatalogue.CACHE_ENTRIES, answers::estimatedSize);
    answers
        .policy()
        .eviction()
        .ifPresent(room -> meters.gauge(MetricCatalogue.CACHE_ENTRIES_MAX, room::getMaximum));
    answers
        .policy()
        .expireAfterWrite()
        .ifPresent(
            life -> {
              meters.gauge(
                  MetricCatalogue.CACHE_TTL, () -> seconds(life.getExpiresAfter()), "local");
              meters.gauge(MetricCatalogue.CACHE_OLDEST, () -> oldest(life));
            });
  }

  /** In seconds; nothing is known of an empty cache. */
  private static double oldest(FixedExpiration<AnswerKey, CachedAnswer> life) {
    return life.oldest(
        entries ->
            entries
                .findFirst()
                .map(entry -> seconds(life.getExpiresAfter().minus(entry.expiresAfter())))
                .orElse(Double.NaN));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  /** The answer, or null. */
  public @Nullable CachedAnswer get(AnswerKey key) {
    return answers.getIfPresent(key);
  }

  /** Keeps an answer. */
  public void put(AnswerKey key, CachedAnswer answer) {
    answers.put(key, answer);
  }

  private int shares(CachedAnswer answer) {
    var share = Math.max(1, maxBytes / maxEntries);
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, 1 + answer.weight() / share));
  }

  private void resize(Performance performance) {
    maxEntries = performance.cacheMaxEntries();
    answers
        .policy()
        .eviction()
        .ifPresent(
            eviction -> {
              if (eviction.getMaximum() != performance.cacheMaxEntries()) {
                eviction.setMaximum(performance.cacheMaxEntries());
              }
            });
    answers
        .policy()
        .expireAfterWrite()
        .ifPresent(
            expiry -> {
              if (!expiry.getExpiresAfter().equals(performance.cacheTtl())) {
                expiry.setExpiresAfter(performance.cacheTtl());
              }
            });
  }
}
