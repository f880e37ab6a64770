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
 * @param cache {@code cache.*}
 * @param queue {@code queue.*}
 * @param breaker {@code circuit_breaker.*}, around the language model
 * @param storeBreaker {@code circuit_breaker.store_*}, around PostgreSQL and Redis each
 * @param rateLimit {@code rate_limit.*}
 * @param model {@code claude.*} of the model over HTTP
 * @param mock {@code claude.mock_*}
 * @param session {@code session.*}
 * @param login {@code login.*}
 * @param retention how long rows are kept
 * @param games {@code games.*}
 * @param push {@code push.*}
 * @param telemetryInterval {@code telemetry.interval_ms}
 * @param sampleRatio {@code telemetry.sample_ratio}
 * @param values every parameter's value as text, by key
 */
public record EngineTuning(
    long version,
    Performance performance,
    Database database,
    Redis redis,
    Cache cache,
    Queue queue,
    Breaker breaker,
    Breaker storeBreaker,
    RateLimit rateLimit,
    Model model,
    Mock mock,
    Session session,
    Login login,
    Retention retention,
    Games games,
    Push push,
    Duration telemetryInterval,
    double sampleRatio,
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
      boolean adaptive,
      int maxAdaptiveSignals,
      int maxWaitingSignals,
      Durability durability,
      boolean caching,
      boolean coalescing,
      boolean batching,
      boolean pooling,
      boolean parallelism) {}

  /** The database pools, and where reads go. */
  public record Database(
      int maxConnections,
      int minConnections,
      Duration connectionTimeout,
      Duration idleTimeout,
      Duration maxLifetime,
      int statementCache,
      ReadPreference readPreference) {

    /** This, with another number of connections kept ready. */
    public Database withMinConnections(int least) {
      return new Database(
          maxConnections,
          least,
          connectionTimeout,
          idleTimeout,
          maxLifetime,
          statementCache,
          readPreference);
    }
  }

  /** The Redis connections and the life of what is cached there. */
  public record Redis(int maxConnections, Duration connectionTimeout, Duration ttl) {}

  /**
   * How what is not an answer is cached.
   *
   * @param state how a neuron's state is written
   * @param memories how a neuron's memories are written
   * @param signals whether a signal is put into Redis when it is committed; never write-behind
   * @param ttl the life of a value in Redis; each lives up to a tenth more or less
   * @param batchSize rows that a write-behind commits at once
   * @param flushInterval how long a write-behind waits for more rows
   * @param localEntries values of each kind in the node's own memory
   * @param warmKeys how many answers and states a warming brings
   * @param warmAge answers older than this stay cold
   */
  public record Cache(
      CacheStrategy state,
      CacheStrategy memories,
      CacheStrategy signals,
      Duration ttl,
      int batchSize,
      Duration flushInterval,
      int localEntries,
      int warmKeys,
      Duration warmAge) {}

  /** The durable queue; {@code strict}: without its replicas nothing counts as queued. */
  public record Queue(
      int consumers,
      int batchEntries,
      Duration block,
      long maxLength,
      int tries,
      Duration claimIdle,
      Duration consumerIdle,
      int replicas,
      Duration replicaTimeout,
      boolean strict) {}

  /** A circuit breaker. */
  public record Breaker(
      int failureThreshold, int successThreshold, Duration timeout, Duration window) {}

  /** Limits on requests; rates are per second. */
  public record RateLimit(boolean enabled, int globalRate, int userRate, int userBurst) {}

  /**
   * The language model over HTTP.
   *
   * @param retryBudget retries as a share of calls
   * @param requestsPerMinute 0 for no limit
   * @param dollarsPerHour 0 for no ceiling
   * @param dollarsPerDay 0 for no ceiling
   */
  public record Model(
      Duration timeout,
      int maxRetries,
      double retryBudget,
      int requestsPerMinute,
      double dollarsPerHour,
      double dollarsPerDay,
      boolean fallbackToMock) {}

  /** The mock language model; a negative delay keeps each response's own. */
  public record Mock(int delayMillis, double delaySpread, double faultRate) {}

  /** How long sessions live, and how many a user may have. */
  public record Session(Duration ttl, Duration maxAge, int maxPerUser) {}

  /**
   * How often users may log in and register in a window, and how many passwords are hashed at once.
   *
   * @param attempts wrong ones per user
   * @param addressAttempts wrong ones per client address
   * @param loginsPerUser logins, right or wrong
   * @param loginsPerAddress the same per client address
   * @param registrationsPerAddress registrations, successful or not
   */
  public record Login(
      int attempts,
      int addressAttempts,
      int loginsPerUser,
      int loginsPerAddress,
      int registrationsPerAddress,
      Duration window,
      int hashes) {}

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
            read.text(TuningCatalogue.CONCURRENCY).equals("gradient2"),
            read.whole(TuningCatalogue.MAX_ADAPTIVE_SIGNALS),
            read.whole(TuningCatalogue.MAX_WAITING_SIGNALS),
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
            read.time(TuningCatalogue.DB_MAX_LIFETIME),
            read.whole(TuningCatalogue.DB_STATEMENT_CACHE),
            ReadPreference.valueOf(
                read.text(TuningCatalogue.DB_READ_PREFERENCE).toUpperCase(Locale.ROOT))),
        new Redis(
            read.whole(TuningCatalogue.REDIS_MAX_CONNECTIONS),
            read.time(TuningCatalogue.REDIS_CONNECTION_TIMEOUT),
            Duration.ofSeconds(read.whole(TuningCatalogue.REDIS_TTL_SECONDS))),
        new Cache(
            read.strategy(TuningCatalogue.CACHE_STATE_STRATEGY),
            read.strategy(TuningCatalogue.CACHE_MEMORY_STRATEGY),
            read.strategy(TuningCatalogue.CACHE_SIGNAL_STRATEGY),
            Duration.ofSeconds(read.whole(TuningCatalogue.CACHE_ENTITY_TTL)),
            read.whole(TuningCatalogue.CACHE_BATCH_SIZE),
            Duration.ofMillis(read.whole(TuningCatalogue.CACHE_FLUSH_MS)),
            read.whole(TuningCatalogue.CACHE_LOCAL_ENTRIES),
            read.whole(TuningCatalogue.CACHE_WARM_KEYS),
            read.time(TuningCatalogue.CACHE_WARM_AGE)),
        new Queue(
            read.whole(TuningCatalogue.QUEUE_CONSUMERS),
            read.whole(TuningCatalogue.QUEUE_BATCH_ENTRIES),
            Duration.ofMillis(read.whole(TuningCatalogue.QUEUE_BLOCK_MS)),
            read.whole(TuningCatalogue.QUEUE_MAX_LENGTH),
            read.whole(TuningCatalogue.QUEUE_TRIES),
            read.time(TuningCatalogue.QUEUE_CLAIM_IDLE),
            read.time(TuningCatalogue.QUEUE_CONSUMER_IDLE),
            read.whole(TuningCatalogue.QUEUE_REPLICAS),
            read.time(TuningCatalogue.QUEUE_REPLICA_TIMEOUT),
            read.text(TuningCatalogue.QUEUE_WITHOUT_REPLICA).equals("refuse")),
        new Breaker(
            read.whole(TuningCatalogue.BREAKER_FAILURES),
            read.whole(TuningCatalogue.BREAKER_SUCCESSES),
            read.time(TuningCatalogue.BREAKER_TIMEOUT),
            read.time(TuningCatalogue.BREAKER_WINDOW)),
        new Breaker(
            read.whole(TuningCatalogue.STORE_BREAKER_FAILURES),
            read.whole(TuningCatalogue.STORE_BREAKER_SUCCESSES),
            read.time(TuningCatalogue.STORE_BREAKER_TIMEOUT),
            read.time(TuningCatalogue.STORE_BREAKER_WINDOW)),
        new RateLimit(
            read.on(TuningCatalogue.RATE_LIMITING),
            read.whole(TuningCatalogue.RATE_GLOBAL),
            read.whole(TuningCatalogue.RATE_USER),
            read.whole(TuningCatalogue.RATE_USER_BURST)),
        new Model(
            read.time(TuningCatalogue.MODEL_TIMEOUT),
            read.whole(TuningCatalogue.MODEL_MAX_RETRIES),
            read.decimal(TuningCatalogue.MODEL_RETRY_BUDGET),
            read.whole(TuningCatalogue.MODEL_REQUESTS_PER_MINUTE),
            read.decimal(TuningCatalogue.MODEL_COST_PER_HOUR),
            read.decimal(TuningCatalogue.MODEL_COST_PER_DAY),
            read.on(TuningCatalogue.FALLBACK_TO_MOCK)),
        new Mock(
            read.whole(TuningCatalogue.MOCK_DELAY),
            read.decimal(TuningCatalogue.MOCK_DELAY_SPREAD),
            read.decimal(TuningCatalogue.MOCK_FAULT_RATE)),
        new Session(
            read.time(TuningCatalogue.SESSION_TTL),
            read.time(TuningCatalogue.SESSION_MAX_AGE),
            read.whole(TuningCatalogue.SESSION_MAX_PER_USER)),
        new Login(
            read.whole(TuningCatalogue.LOGIN_ATTEMPTS),
            read.whole(TuningCatalogue.LOGIN_ADDRESS_ATTEMPTS),
            read.whole(TuningCatalogue.LOGINS_PER_USER),
            read.whole(TuningCatalogue.LOGINS_PER_ADDRESS),
            read.whole(TuningCatalogue.REGISTRATIONS_PER_ADDRESS),
            read.time(TuningCatalogue.LOGIN_WINDOW),
            read.whole(TuningCatalogue.LOGIN_HASHES)),
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
        read.decimal(TuningCatalogue.SAMPLE_RATIO),
        Map.copyOf(values));
  }

  private record Reader(Map<String, String> values) {
    String text(TuningParameter parameter) {
      return values.getOrDefault(parameter.key(), parameter.defaultValue());
    }

    int whole(TuningParameter parameter) {
      return Integer.parseInt(text(parameter));
    }

    double decimal(TuningParameter parameter) {
      return Double.parseDouble(text(parameter));
    }

    boolean on(TuningParameter parameter) {
      return text(parameter).equals("on");
    }

    CacheStrategy strategy(TuningParameter parameter) {
      return CacheStrategy.valueOf(text(parameter).toUpperCase(Locale.ROOT));
    }

    Duration time(TuningParameter parameter) {
      return DurationText.parse(text(parameter)).orElseThrow();
    }
  }
}
