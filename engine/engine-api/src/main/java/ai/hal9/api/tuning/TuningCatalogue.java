package ai.hal9.api.tuning;

import static ai.hal9.api.tuning.TuningParameter.choice;
import static ai.hal9.api.tuning.TuningParameter.decimal;
import static ai.hal9.api.tuning.TuningParameter.duration;
import static ai.hal9.api.tuning.TuningParameter.integer;
import static ai.hal9.api.tuning.TuningParameter.onOff;

import ai.hal9.api.metric.DeclaredConstants;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every tuning parameter; keys and defaults are the seed documents' (seed 2 where they disagree).
 */
public final class TuningCatalogue {

  public static final TuningParameter SIGNAL_BUFFER_SIZE =
      integer(
          "performance.signal_buffer_size",
          "signals",
          1,
          1_000,
          10,
          "Larger batches store more signals per commit; with group commit off each waits longer.");
  public static final TuningParameter BUFFER_FLUSH_MS =
      integer(
          "performance.buffer_flush_ms",
          "ms",
          1,
          10_000,
          50,
          "A longer wait fills batches better and delays acknowledgements when group commit is off.");
  public static final TuningParameter GROUP_COMMIT =
      onOff(
          "performance.group_commit",
          true,
          "On: a free writer takes what waits at once; off: batches wait for size or time.");
  public static final TuningParameter BUFFER_WRITERS =
      integer(
          "performance.buffer_writers",
          "writers",
          1,
          16,
          1,
          "More writers overlap commits and use more connections and smaller batches.");
  public static final TuningParameter CACHE_TTL_SECONDS =
      integer(
          "performance.cache_ttl_seconds",
          "s",
          1,
          86_400,
          300,
          "A longer life answers more from memory and serves older answers.");
  public static final TuningParameter CACHE_MAX_ENTRIES =
      integer(
          "performance.cache_max_entries",
          "entries",
          1,
          1_000_000,
          1_000,
          "More entries raise the local hit rate and take heap.");
  public static final TuningParameter MAX_CONCURRENT_SIGNALS =
      integer(
          "performance.max_concurrent_signals",
          "signals",
          1,
          10_000,
          8,
          "More side by side raise throughput while the model waits, and crowd processor and memory.");
  public static final TuningParameter MAX_CONCURRENT_NEURONS =
      integer(
          "performance.max_concurrent_neurons",
          "neurons",
          1,
          10_000,
          10,
          "More forwarded branches at once shorten fan-out and take memory.");
  public static final TuningParameter CONCURRENCY =
      choice(
          "performance.concurrency",
          "fixed",
          List.of("fixed", "gradient2"),
          "Gradient2 finds the limit on signals itself from how latency answers to load; fixed keeps"
              + " max_concurrent_signals.");
  public static final TuningParameter MAX_ADAPTIVE_SIGNALS =
      integer(
          "performance.max_adaptive_signals",
          "signals",
          1,
          10_000,
          100,
          "How far gradient2 may go; more finds more throughput and risks more memory.");
  public static final TuningParameter MAX_WAITING_SIGNALS =
      integer(
          "performance.max_waiting_signals",
          "signals",
          1,
          100_000,
          10_000,
          "A longer queue refuses less and answers later; low priority may fill half of it.");
  public static final TuningParameter DURABILITY =
      choice(
          "performance.durability",
          "committed",
          List.of("committed", "queued", "memory"),
          "Committed waits for PostgreSQL, queued for the synced queue; memory answers at once and a"
              + " crash loses what was unflushed.");
  public static final TuningParameter CACHING =
      onOff("performance.caching", true, "Off: every signal asks the language model.");
  public static final TuningParameter COALESCING =
      onOff(
          "performance.coalescing", true, "Off: identical requests in flight each ask the model.");
  public static final TuningParameter BATCHING =
      onOff("performance.batching", true, "Off: one INSERT and one commit for every signal.");
  public static final TuningParameter POOLING =
      onOff("performance.pooling", true, "Off: a new database connection for every request.");
  public static final TuningParameter PARALLELISM =
      onOff("performance.parallelism", true, "Off: a node processes one signal at a time.");

  public static final TuningParameter DB_MAX_CONNECTIONS =
      integer(
          "database.max_connections",
          "connections",
          1,
          1_000,
          100,
          "More connections wait less and cost PostgreSQL memory; nodes times this must fit.");
  public static final TuningParameter DB_MIN_CONNECTIONS =
      integer(
          "database.min_connections",
          "connections",
          0,
          1_000,
          10,
          "More kept ready answer bursts faster and hold memory in PostgreSQL.");
  public static final TuningParameter DB_CONNECTION_TIMEOUT =
      duration(
          "database.connection_timeout",
          Duration.ofMillis(250),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          "How long a request waits for a connection before it fails.");
  public static final TuningParameter DB_IDLE_TIMEOUT =
      duration(
          "database.idle_timeout",
          Duration.ofSeconds(10),
          Duration.ofDays(1),
          Duration.ofMinutes(10),
          "Sooner gives connections back; later keeps them ready.");
  public static final TuningParameter DB_MAX_LIFETIME =
      duration(
          "database.max_lifetime",
          Duration.ofSeconds(30),
          Duration.ofDays(1),
          Duration.ofMinutes(30),
          "Sooner follows changes of the server; later reconnects less.");

  public static final TuningParameter DB_STATEMENT_CACHE =
      integer(
              "database.statement_cache_capacity",
              "statements",
              0,
              10_000,
              256,
              "More prepared statements a connection save parsing and hold memory here and there.")
          .onRestart();
  public static final TuningParameter DB_READ_PREFERENCE =
      choice(
          "database.read_preference",
          "primary",
          List.of("primary", "replica", "nearest", "bounded_staleness"),
          "Replica and nearest spare the primary and may read what is old; bounded_staleness asks"
              + " the primary how far it is first, and reads no older than that.");

  public static final TuningParameter REDIS_MAX_CONNECTIONS =
      integer(
          "redis.max_connections",
          "connections",
          1,
          64,
          4,
          "Commands are pipelined on few connections; more help only when one is saturated.");
  public static final TuningParameter REDIS_CONNECTION_TIMEOUT =
      duration(
          "redis.connection_timeout",
          Duration.ofMillis(1),
          Duration.ofMinutes(1),
          Duration.ofMillis(250),
          "How long a look-up waits for Redis before it counts as a miss.");
  public static final TuningParameter REDIS_TTL_SECONDS =
      integer(
          "redis.ttl_seconds",
          "s",
          1,
          604_800,
          300,
          "A longer life of the shared cache answers more and serves older answers.");

  public static final TuningParameter REDIS_MAXMEMORY =
      integer(
              "redis.maxmemory_mb",
              "MiB",
              1,
              1_048_576,
              64,
              "More memory of the cache's Redis evicts less. A local cluster's is started so; elsewhere"
                  + " a node does not start over a Redis that differs from what is written.")
          .onRestart();
  public static final TuningParameter REDIS_EVICTION =
      choice(
              "redis.maxmemory_policy",
              "allkeys-lru",
              List.of(
                  "allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru", "volatile-ttl"),
              "Which values go for room. The durable Redis lets none go, whatever stands here.")
          .onRestart();
  public static final TuningParameter REDIS_APPEND_ONLY =
      onOff(
              "redis.appendonly",
              true,
              "On: the cache is warm after a restart of Redis; off: writes to it cost no disk.")
          .onRestart();

  public static final TuningParameter CACHE_STATE_STRATEGY =
      choice(
          "cache.state_strategy",
          "write_through",
          List.of("write_through", "write_behind", "cache_aside"),
          "Of neurons' states: write_behind answers before PostgreSQL has them and a crash loses what"
              + " was unflushed; cache_aside writes one time less and misses after every write.");
  public static final TuningParameter CACHE_MEMORY_STRATEGY =
      choice(
          "cache.memory_strategy",
          "write_through",
          List.of("write_through", "write_behind", "cache_aside"),
          "The same of their memories, which are found once they are in PostgreSQL.");
  public static final TuningParameter CACHE_SIGNAL_STRATEGY =
      choice(
          "cache.signal_strategy",
          "cache_aside",
          List.of("cache_aside", "write_through"),
          "Of stored signals: write_through also puts each into Redis once it is committed, which"
              + " takes memory for what nobody may read. Writing behind is performance.durability"
              + " queued or memory.");
  public static final TuningParameter CACHE_ENTITY_TTL =
      integer(
          "cache.ttl_seconds",
          "s",
          1,
          86_400,
          300,
          "A longer life of states, memories, searches and signals in Redis asks PostgreSQL less and"
              + " takes memory.");
  public static final TuningParameter CACHE_BATCH_SIZE =
      integer(
          "cache.batch_size",
          "rows",
          1,
          5_000,
          500,
          "Larger batches write behind more rows a commit, and lose more of them in a crash.");
  public static final TuningParameter CACHE_FLUSH_MS =
      integer(
          "cache.flush_interval_ms",
          "ms",
          1,
          60_000,
          100,
          "A longer wait joins more writes of a neuron into one, and loses more of them in a crash.");
  public static final TuningParameter CACHE_LOCAL_ENTRIES =
      integer(
          "cache.local_entries",
          "entries",
          0,
          1_000_000,
          10_000,
          "More states, memories and searches of each kind in the node's memory, each for a second.");
  public static final TuningParameter CACHE_WARM_KEYS =
      integer(
          "cache.warm_keys",
          "keys",
          0,
          1_000_000,
          10_000,
          "Answers and states a node brings into the cache when it starts; more take longer.");
  public static final TuningParameter CACHE_WARM_AGE =
      duration(
          "cache.warm_age",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          Duration.ofHours(1),
          "Answers older than this are not warmed; a longer time warms more and serves older ones.");

  public static final TuningParameter QUEUE_CONSUMERS =
      integer(
          "queue.consumers",
          "consumers",
          1,
          8,
          1,
          "More of them on a node overlap commits and use more connections and smaller batches.");
  public static final TuningParameter QUEUE_BATCH_ENTRIES =
      integer(
          "queue.batch_entries",
          "entries",
          1,
          256,
          16,
          "More entries a commit store more signals a second and hold more of them in memory.");
  public static final TuningParameter QUEUE_BLOCK_MS =
      integer(
          "queue.block_ms",
          "ms",
          10,
          1_000,
          500,
          "A longer wait for entries asks an empty queue less often and follows changes later.");
  public static final TuningParameter QUEUE_MAX_LENGTH =
      integer(
          "queue.max_length",
          "signals",
          100,
          10_000_000,
          200_000,
          "A longer queue bridges a longer outage of PostgreSQL and takes memory in Redis.");
  public static final TuningParameter QUEUE_TRIES =
      integer(
          "queue.tries",
          "tries",
          1,
          100,
          3,
          "More tries forgive more before an entry becomes a dead letter, and delay the others.");
  public static final TuningParameter QUEUE_CLAIM_IDLE =
      duration(
          "queue.claim_idle",
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Duration.ofSeconds(10),
          "Sooner takes over a dead consumer's entries, and sometimes a slow one's.");
  public static final TuningParameter QUEUE_CONSUMER_IDLE =
      duration(
          "queue.consumer_idle",
          Duration.ofSeconds(1),
          Duration.ofDays(30),
          Duration.ofHours(1),
          "Sooner removes the consumers of a node that left; a longer time keeps them to be seen.");
  public static final TuningParameter QUEUE_REPLICAS =
      integer(
          "queue.replicas",
          "replicas",
          0,
          4,
          0,
          "Replicas that must have a signal before it counts as queued; each adds a round trip.");
  public static final TuningParameter QUEUE_REPLICA_TIMEOUT =
      duration(
          "queue.replica_timeout",
          Duration.ofMillis(10),
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          "How long an append waits for its replicas before it counts as without them.");
  public static final TuningParameter QUEUE_WITHOUT_REPLICA =
      choice(
          "queue.without_replica",
          "continue",
          List.of("continue", "refuse"),
          "Continue acknowledges what only the primary has synced; refuse answers 503 until a replica"
              + " is back.");

  public static final TuningParameter BREAKER_FAILURES =
      integer(
          "circuit_breaker.failure_threshold",
          "failures",
          1,
          1_000,
          5,
          "Fewer failures open the breaker sooner and trip on noise.");
  public static final TuningParameter BREAKER_SUCCESSES =
      integer(
          "circuit_breaker.success_threshold",
          "successes",
          1,
          1_000,
          3,
          "More successes close it later and surer.");
  public static final TuningParameter BREAKER_TIMEOUT =
      duration(
          "circuit_breaker.timeout",
          Duration.ofMillis(10),
          Duration.ofHours(1),
          Duration.ofSeconds(30),
          "How long an open breaker spares the model before it tries again.");
  public static final TuningParameter BREAKER_WINDOW =
      duration(
          "circuit_breaker.window",
          Duration.ofMillis(100),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          "The time within which the failures must fall to open it.");

  public static final TuningParameter STORE_BREAKER_FAILURES =
      integer(
          "circuit_breaker.store_failure_threshold",
          "failures",
          1,
          1_000,
          3,
          "Fewer failures spare PostgreSQL and Redis sooner and trip on noise.");
  public static final TuningParameter STORE_BREAKER_SUCCESSES =
      integer(
          "circuit_breaker.store_success_threshold",
          "successes",
          1,
          1_000,
          1,
          "More successes take a store back later and surer.");
  public static final TuningParameter STORE_BREAKER_TIMEOUT =
      duration(
          "circuit_breaker.store_timeout",
          Duration.ofMillis(10),
          Duration.ofHours(1),
          Duration.ofSeconds(1),
          "How long a store is spared before it is tried again.");
  public static final TuningParameter STORE_BREAKER_WINDOW =
      duration(
          "circuit_breaker.store_window",
          Duration.ofMillis(100),
          Duration.ofHours(1),
          Duration.ofSeconds(10),
          "The time within which a store's failures must fall to open its breaker.");

  public static final TuningParameter RATE_LIMITING =
      onOff(
          "rate_limit.enabled",
          false,
          "On: nobody can crowd out the others, and who asks too much is told when to come back.");
  public static final TuningParameter RATE_GLOBAL =
      integer(
          "rate_limit.global_per_second",
          "requests/s",
          1,
          1_000_000,
          1_000,
          "The most one node takes from everyone; lower protects it, higher uses it.");
  public static final TuningParameter RATE_USER =
      integer(
          "rate_limit.user_per_second",
          "requests/s",
          1,
          100_000,
          100,
          "The most one user gets from the whole cluster.");
  public static final TuningParameter RATE_USER_BURST =
      integer(
          "rate_limit.user_burst",
          "requests",
          1,
          100_000,
          200,
          "What a user who was quiet may ask at once; more forgives bursts and lets them through.");

  public static final TuningParameter MODEL_TIMEOUT =
      duration(
          "claude.timeout",
          Duration.ofMillis(100),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          "How long one reply may take, retries included; longer answers more and holds permits.");
  public static final TuningParameter MODEL_MAX_RETRIES =
      integer(
          "claude.max_retries",
          "retries",
          0,
          10,
          2,
          "More answer in spite of a model that is overloaded, later and at its expense.");
  public static final TuningParameter MODEL_RETRY_BUDGET =
      decimal(
          "claude.retry_budget",
          "",
          0,
          1,
          0.2,
          "Retries as a share of calls; more answer more, and add load while the model fails.");
  public static final TuningParameter MODEL_REQUESTS_PER_MINUTE =
      integer(
          "claude.max_requests_per_minute",
          "requests",
          0,
          100_000,
          1_000,
          "This node's share of what the account allows; 0 asks without limit.");
  public static final TuningParameter MODEL_COST_PER_HOUR =
      decimal(
          "claude.max_cost_per_hour",
          "$",
          0,
          1_000_000,
          10,
          "What the cluster may spend in an hour (UTC); the model is not asked beyond it. 0: no"
              + " ceiling.");
  public static final TuningParameter MODEL_COST_PER_DAY =
      decimal(
          "claude.max_cost_per_day",
          "$",
          0,
          1_000_000,
          100,
          "What the cluster may spend in a day (UTC); the model is not asked beyond it. 0: no"
              + " ceiling.");
  public static final TuningParameter FALLBACK_TO_MOCK =
      onOff(
          "claude.fallback_to_mock",
          false,
          "On: the mock answers when the model cannot; the answer names it and is not cached.");

  public static final TuningParameter MOCK_DELAY =
      integer(
          "claude.mock_delay_ms",
          "ms",
          -1,
          60_000,
          -1,
          "The mock model's delay per hop; -1 keeps each configured response's own.");
  public static final TuningParameter MOCK_DELAY_SPREAD =
      decimal(
          "claude.mock_delay_spread",
          "",
          0,
          2,
          0,
          "Sigma of a log-normal spread around the delay; 0 makes every delay equal.");
  public static final TuningParameter MOCK_FAULT_RATE =
      decimal(
          "claude.mock_fault_rate", "", 0, 1, 0, "Share of mock model calls that fail, for demos.");

  public static final TuningParameter SESSION_TTL =
      duration(
          "session.ttl",
          Duration.ofSeconds(1),
          Duration.ofHours(24),
          Duration.ofHours(1),
          "A longer life without use logs users out less and leaves a lost token good for longer.");
  public static final TuningParameter SESSION_MAX_AGE =
      duration(
          "session.max_age",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          Duration.ofDays(30),
          "After so long even a session in use ends; sooner asks for the password more often.");
  public static final TuningParameter SESSION_MAX_PER_USER =
      integer(
          "session.max_per_user",
          "sessions",
          1,
          10_000,
          100,
          "One more ends the user's oldest; more of them take memory in Redis.");
  public static final TuningParameter LOGIN_ATTEMPTS =
      integer(
          "login.attempts",
          "attempts",
          1,
          1_000,
          10,
          "Fewer wrong passwords per user and window stop guessing, and lock a forgetful user out.");
  public static final TuningParameter LOGIN_ADDRESS_ATTEMPTS =
      integer(
          "login.address_attempts",
          "attempts",
          1,
          1_000_000,
          100,
          "The same for a client's address, behind which many users may be.");
  public static final TuningParameter LOGINS_PER_USER =
      integer(
          "login.logins_per_user",
          "logins",
          1,
          1_000_000,
          200,
          "Right ones count too: fewer per window keep one user from taking login.hashes.");
  public static final TuningParameter LOGINS_PER_ADDRESS =
      integer(
          "login.logins_per_address",
          "logins",
          1,
          1_000_000,
          2_000,
          "The same for a client's address, behind which many users may be.");
  public static final TuningParameter REGISTRATIONS_PER_ADDRESS =
      integer(
          "login.registrations_per_address",
          "registrations",
          1,
          1_000_000,
          1_000,
          "Fewer per window keep one client from filling the table of users.");
  public static final TuningParameter LOGIN_WINDOW =
      duration(
          "login.window",
          Duration.ofSeconds(1),
          Duration.ofHours(24),
          Duration.ofMinutes(15),
          "How long attempts count, from the first; the longer, the slower a guesser.");
  public static final TuningParameter LOGIN_HASHES =
      integer(
          "login.hashes",
          "hashes",
          1,
          64,
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          "Passwords hashed at once: each takes a processor and 7 MiB from the signals.");

  public static final TuningParameter TELEMETRY_INTERVAL =
      integer(
          "telemetry.interval_ms",
          "ms",
          250,
          60_000,
          1_000,
          "Shorter shows more and costs processor and network.");

  public static final TuningParameter SAMPLE_RATIO =
      decimal(
          "telemetry.sample_ratio",
          "",
          0,
          1,
          0.01,
          "Share of requests whose spans go to telemetry.otlp_endpoint; each costs processor.");

  public static final TuningParameter SIGNALS_RETENTION =
      integer(
          "database.signals_retention_months",
          "months",
          0,
          1_200,
          0,
          "Signals of months before these are dropped; 0 keeps all, and takes ever more disk.");
  public static final TuningParameter GAMES_RETENTION =
      integer(
          "games.retention_quarters",
          "quarters",
          0,
          400,
          0,
          "Games of quarters before these are dropped; 0 keeps all, and takes ever more disk.");
  public static final TuningParameter GAMES_ROUND_MS =
      integer(
          "games.round_ms",
          "ms",
          20,
          3_600_000,
          10_000,
          "Longer rounds wait longer for players who do not act; games may set their own.");
  public static final TuningParameter GAMES_MAX_ACTIVE =
      integer(
          "games.max_active",
          "games",
          1,
          100_000,
          2_000,
          "More unfinished games at once, each taking memory of its node.");
  public static final TuningParameter GAMES_WAITING_TIMEOUT =
      duration(
          "games.waiting_timeout",
          Duration.ofMillis(100),
          Duration.ofDays(7),
          Duration.ofMinutes(10),
          "How long a game may wait for players before it ends unplayed and gives its place back.");
  public static final TuningParameter PUSH_MAX_CLIENTS =
      integer(
          "push.max_clients",
          "clients",
          0,
          1_000_000,
          10_000,
          "More listeners at once, each taking memory and a share of every broadcast.");
  public static final TuningParameter PUSH_MAX_PER_ADDRESS =
      integer(
          "push.max_clients_per_address",
          "clients",
          1,
          1_000_000,
          1_000,
          "More listeners from one address, as trusted proxies tell it.");
  public static final TuningParameter PUSH_BUFFER =
      integer(
          "push.buffer_events",
          "events",
          1,
          4_096,
          64,
          "A longer buffer bears slower clients and takes memory for each that is slow.");
  public static final TuningParameter PUSH_REPLAY =
      integer(
          "push.replay_events",
          "events",
          1,
          4_096,
          64,
          "More past events let a client resume after a longer absence, and take memory per game.");
  public static final TuningParameter PUSH_BATCH_MS =
      integer(
          "push.batch_ms",
          "ms",
          0,
          1_000,
          10,
          "A longer pause between messages to a client puts more events in each, and tells later.");
  public static final TuningParameter PUSH_SLOW_CLIENTS =
      choice(
          "push.slow_clients",
          "drop",
          List.of("drop", "close"),
          "Drop: a slow client loses its oldest events and is told how many; close: it is cut off.");
  public static final TuningParameter PUSH_COMPRESSION =
      onOff(
          "push.compression",
          false,
          "On: clients that ask get deflated messages, for some 300 KB outside the heap each.");

  public static final TuningParameter HTTP_MAX_CONNECTIONS =
      integer(
              "server.max_connections",
              "connections",
              1,
              1_000_000,
              10_000,
              "More clients at once, each taking memory.")
          .onRestart();
  public static final TuningParameter HTTP_IO_THREADS =
      integer(
              "server.io_threads",
              "threads",
              1,
              256,
              Math.max(1, Runtime.getRuntime().availableProcessors()),
              "About one a processor; more contend.")
          .onRestart();
  public static final TuningParameter HTTP_GRACEFUL_SHUTDOWN =
      duration(
              "server.graceful_shutdown",
              Duration.ZERO,
              Duration.ofMinutes(10),
              Duration.ofSeconds(60),
              "Later lets slow requests in flight end at a shutdown; sooner ends it for certain.")
          .onRestart();

  public static final TuningParameter MODEL_POOL_IDLE_TIMEOUT =
      duration(
              "claude.pool_idle_timeout",
              Duration.ofSeconds(1),
              Duration.ofHours(1),
              Duration.ofSeconds(90),
              "Later opens fewer connections to the model; sooner holds fewer that nobody uses.")
          .onRestart();
  public static final TuningParameter MODEL_POOL_MAX_IDLE =
      integer(
              "claude.pool_max_idle_per_host",
              "connections",
              0,
              1_000,
              10,
              "More connections to the model outlast a burst, unused until the next.")
          .onRestart();

  private static final Map<String, TuningParameter> BY_KEY =
      DeclaredConstants.of(TuningCatalogue.class, TuningParameter.class).stream()
          .collect(Collectors.toUnmodifiableMap(TuningParameter::key, Function.identity()));

  private TuningCatalogue() {}

  /** All parameters, by key. */
  public static List<TuningParameter> all() {
    return BY_KEY.values().stream().sorted(Comparator.comparing(TuningParameter::key)).toList();
  }

  /** The parameter of this key, if there is one. */
  public static Optional<TuningParameter> find(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }
}
