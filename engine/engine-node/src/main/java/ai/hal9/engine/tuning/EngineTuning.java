package ai.hal9.engine.tuning;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * All live values at one moment, typed. Immutable: a change makes a new one, so that whoever holds
 * one sees a consistent set.
 *
 * @param version of the tuning state it belongs to
 * @param performance {@code performance.*}
 * @param database {@code database.*}
 * @param redis {@code redis.*}
 * @param breaker {@code circuit_breaker.*}
 * @param mock {@code claude.mock_*}
 * @param retention how long rows are kept
 * @param games {@code games.*}
 * @param push {@code push.*}
 * @param telemetryInterval {@code telemetry.interval_ms}
 * @param values every parameter's value as text, by key
 */
public record EngineTuning(
    long version,
    Performance performance,
    Database database,
    Redis redis,
    Breaker breaker,
    Mock mock,
    Retention retention,
    Games games,
    Push push,
    Duration telemetryInterval,
    Map<String, String> values) {

  /** The parameters of {@code performance.*}; the switches are true for on. */
  public record Performance(
      int signalBufferSize,
      Duration bufferFlush,
      boolean groupCommit,
      int bufferWriters,
      Duration cacheTtl,
      int cacheMaxEntries,
      int maxConcurrentSignals,
      int maxConcurrentNeurons,
      Durability durability,
      boolean caching,
      boolean coalescing,
      boolean batching,
      boolean pooling,
      boolean parallelism) {}

  /** The database pool. */
  public record Database(
      int maxConnections,
      int minConnections,
      Duration connectionTimeout,
      Duration idleTimeout,
      Duration maxLifetime) {}

  /** The Redis connections and the life of what is cached there. */
  public record Redis(int maxConnections, Duration connectionTimeout, Duration ttl) {}

  /** The circuit breaker around the language model. */
  public record Breaker(
      int failureThreshold, int successThreshold, Duration timeout, Duration window) {}

  /** The mock language model; a negative delay keeps each response's own. */
  public record Mock(int delayMillis, double delaySpread, double faultRate) {}

  /** How many past months of signals and quarters of games are kept; 0 keeps all. */
  public record Retention(int signalsMonths, int gamesQuarters) {}

  /** The rounds' length where a game has none of its own, and what a node bears. */
  public record Games(Duration round, int maxActive, Duration waitingTimeout) {}

  /** What listeners to games get, and how many there may be. */
  public record Push(
      int maxClients,
      int maxPerAddress,
      int bufferEvents,
      int replayEvents,
      Duration batch,
      boolean closeSlow,
      boolean compression) {}

  /** The catalogue's defaults, as version 0. */
  public static EngineTuning defaults() {
    return of(0, Map.of());
  }

  /**
   * The given values over the catalogue's defaults.
   *
   * @throws IllegalArgumentException when a value is not allowed; check first with {@link
   *     TuningParameter#check}
   */
  public static EngineTuning of(long version, Map<String, String> changed) {
    var values = new TreeMap<String, String>();
    for (var parameter : TuningCatalogue.all()) {
      values.put(parameter.key(), parameter.defaultValue());
    }
    changed.forEach(
        (key, value) -> {
          var parameter = TuningCatalogue.find(key).orElseThrow();
          parameter
              .check(value)
              .ifPresent(
                  violation -> {
                    throw new IllegalArgumentException(violation.toString());
                  });
          values.put(key, value);
        });
    var read = new Reader(values);
    return new EngineTuning(
        version,
        new Performance(
            read.whole(TuningCatalogue.SIGNAL_BUFFER_SIZE),
            Duration.ofMillis(read.whole(TuningCatalogue.BUFFER_FLUSH_MS)),
            read.on(TuningCatalogue.GROUP_COMMIT),
            read.whole(TuningCatalogue.BUFFER_WRITERS),
            Duration.ofSeconds(read.whole(TuningCatalogue.CACHE_TTL_SECONDS)),
            read.whole(TuningCatalogue.CACHE_MAX_ENTRIES),
            read.whole(TuningCatalogue.MAX_CONCURRENT_SIGNALS),
            read.whole(TuningCatalogue.MAX_CONCURRENT_NEURONS),
            Durability.valueOf(read.text(TuningCatalogue.DURABILITY).toUpperCase(Locale.ROOT)),
            read.on(TuningCatalogue.CACHING),
            read.on(TuningCatalogue.COALESCING),
            read.on(TuningCatalogue.BATCHING),
            read.on(TuningCatalogue.POOLING),
            read.on(TuningCatalogue.PARALLELISM)),
        new Database(
            read.whole(TuningCatalogue.DB_MAX_CONNECTIONS),
            read.whole(TuningCatalogue.DB_MIN_CONNECTIONS),
            read.time(TuningCatalogue.DB_CONNECTION_TIMEOUT),
            read.time(TuningCatalogue.DB_IDLE_TIMEOUT),
            read.time(TuningCatalogue.DB_MAX_LIFETIME)),
        new Redis(
            read.whole(TuningCatalogue.REDIS_MAX_CONNECTIONS),
            read.time(TuningCatalogue.REDIS_CONNECTION_TIMEOUT),
            Duration.ofSeconds(read.whole(TuningCatalogue.REDIS_TTL_SECONDS))),
        new Breaker(
            read.whole(TuningCatalogue.BREAKER_FAILURES),
            read.whole(TuningCatalogue.BREAKER_SUCCESSES),
            read.time(TuningCatalogue.BREAKER_TIMEOUT),
            read.time(TuningCatalogue.BREAKER_WINDOW)),
        new Mock(
            read.whole(TuningCatalogue.MOCK_DELAY),
            Double.parseDouble(read.text(TuningCatalogue.MOCK_DELAY_SPREAD)),
            Double.parseDouble(read.text(TuningCatalogue.MOCK_FAULT_RATE))),
        new Retention(
            read.whole(TuningCatalogue.SIGNALS_RETENTION),
            read.whole(TuningCatalogue.GAMES_RETENTION)),
        new Games(
            Duration.ofMillis(read.whole(TuningCatalogue.GAMES_ROUND_MS)),
            read.whole(TuningCatalogue.GAMES_MAX_ACTIVE),
            read.time(TuningCatalogue.GAMES_WAITING_TIMEOUT)),
        new Push(
            read.whole(TuningCatalogue.PUSH_MAX_CLIENTS),
            read.whole(TuningCatalogue.PUSH_MAX_PER_ADDRESS),
            read.whole(TuningCatalogue.PUSH_BUFFER),
            read.whole(TuningCatalogue.PUSH_REPLAY),
            Duration.ofMillis(read.whole(TuningCatalogue.PUSH_BATCH_MS)),
            read.text(TuningCatalogue.PUSH_SLOW_CLIENTS).equals("close"),
            read.on(TuningCatalogue.PUSH_COMPRESSION)),
        Duration.ofMillis(read.whole(TuningCatalogue.TELEMETRY_INTERVAL)),
        Map.copyOf(values));
  }

  private record Reader(Map<String, String> values) {
    String text(TuningParameter parameter) {
      return values.getOrDefault(parameter.key(), parameter.defaultValue());
    }

    int whole(TuningParameter parameter) {
      return Integer.parseInt(text(parameter));
    }

    boolean on(TuningParameter parameter) {
      return text(parameter).equals("on");
    }

    Duration time(TuningParameter parameter) {
      return DurationText.parse(text(parameter)).orElseThrow();
    }
  }
}
