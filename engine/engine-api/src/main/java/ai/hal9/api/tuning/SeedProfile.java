package ai.hal9.api.tuning;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A seed document's values where they differ from the defaults, which are seed 2's and, for the
 * pools, seed 1's.
 */
public enum SeedProfile {
  /** The performance architecture: its pools are the defaults; its Redis holds 4 GB and logs. */
  SEED_1("seed-1"),
  /** The tuning guide: its cache, buffer, parallelism and breaker are the defaults. */
  SEED_2("seed-2"),
  /**
   * The optimization guide: 100 tasks, channels of 1,000, eight threads, a Redis of 2 GB without
   * log.
   */
  SEED_3("seed-3"),
  /**
   * Trends and learnings: the numbers that work in production, but for its rate limits, which
   * {@link #PRODUCTION} has.
   */
  SEED_4("seed-4"),
  /**
   * Distributed scaling: a pool that gives up sooner and keeps longer, a short local cache; without
   * its rate limits, which {@link #PRODUCTION} has.
   */
  SEED_5("seed-5"),
  /** What seeds 4 and 5 run in production: their cache, and limits per user and node. */
  PRODUCTION("production");

  private final String wireName;

  SeedProfile(String wireName) {
    this.wireName = wireName;
  }

  /** As {@code profile} is written in a configuration file. */
  public String wireName() {
    return wireName;
  }

  /** The values that differ, by key. */
  public Map<String, String> overrides() {
    return switch (this) {
      case SEED_1 ->
          Map.of(
              TuningCatalogue.REDIS_MAXMEMORY.key(), "4096",
              TuningCatalogue.REDIS_EVICTION.key(), "allkeys-lru",
              TuningCatalogue.REDIS_APPEND_ONLY.key(), "on");
      case SEED_2 -> Map.of();
      case SEED_3 ->
          Map.of(
              TuningCatalogue.MAX_CONCURRENT_SIGNALS.key(), "100",
              TuningCatalogue.MAX_WAITING_SIGNALS.key(), "1000",
              TuningCatalogue.HTTP_IO_THREADS.key(), "8",
              TuningCatalogue.REDIS_MAXMEMORY.key(), "2048",
              TuningCatalogue.REDIS_EVICTION.key(), "allkeys-lru",
              TuningCatalogue.REDIS_APPEND_ONLY.key(), "off");
      case SEED_4 -> Map.of(TuningCatalogue.CACHE_MAX_ENTRIES.key(), "50000");
      case SEED_5 ->
          Map.of(
              TuningCatalogue.DB_CONNECTION_TIMEOUT.key(), "5s",
              TuningCatalogue.DB_IDLE_TIMEOUT.key(), "300s",
              TuningCatalogue.DB_MAX_LIFETIME.key(), "1h",
              TuningCatalogue.DB_STATEMENT_CACHE.key(), "1000",
              TuningCatalogue.CACHE_TTL_SECONDS.key(), "60");
      case PRODUCTION ->
          Map.of(
              TuningCatalogue.CACHE_MAX_ENTRIES.key(), "50000",
              TuningCatalogue.RATE_LIMITING.key(), "on",
              TuningCatalogue.RATE_GLOBAL.key(), "1000",
              TuningCatalogue.RATE_USER.key(), "100",
              TuningCatalogue.RATE_USER_BURST.key(), "200");
    };
  }

  /** All of them, as a configuration file writes them. */
  public static List<String> names() {
    return Stream.of(values()).map(profile -> profile.wireName).toList();
  }

  /** The profile of this name, which must be one of {@link #names()}. */
  public static SeedProfile named(String name) {
    return Stream.of(values())
        .filter(profile -> profile.wireName.equals(name))
        .findFirst()
        .orElseThrow();
  }
}
