package ai.hal9.api.metric;

import static ai.hal9.api.metric.Metric.counter;
import static ai.hal9.api.metric.Metric.gauge;
import static ai.hal9.api.metric.Metric.seconds;
import static ai.hal9.api.metric.MetricUnit.BYTES;
import static ai.hal9.api.metric.MetricUnit.COUNT;
import static ai.hal9.api.metric.MetricUnit.DOLLARS;
import static ai.hal9.api.metric.MetricUnit.RATIO;
import static ai.hal9.api.metric.MetricUnit.SECONDS;

import java.util.List;
import java.util.Optional;

/**
 * Every metric of the product. Meters, panels, exports, alerts and reports derive from these lines;
 * names are the seed documents' where those name one.
 */
public final class MetricCatalogue {

  // Signals
  public static final Metric SIGNALS_SENT =
      counter("hal9_signals_sent_total", COUNT, "Signals accepted for processing.");
  public static final Metric SIGNALS_PROCESSED =
      counter("hal9_signals_processed_total", COUNT, "Signals answered with success.");
  public static final Metric SIGNALS_FAILED =
      counter("hal9_signals_failed_total", COUNT, "Signals answered with an error.", "reason");
  public static final Metric SIGNALS_STORED =
      counter("hal9_signals_stored_total", COUNT, "Rows committed to the signals table.");
  public static final Metric SIGNALS_UNSTORED =
      gauge(
          "hal9_signals_unstored",
          COUNT,
          "Signals acknowledged under durability memory and not yet committed.");
  public static final Metric PROCESSING_TIME =
      seconds("hal9_processing_time", "Time from reading a signal to its answer, server side.");
  public static final Metric STAGE_TIME =
      seconds("hal9_stage_time", "Time a signal spends in one stage of the pipeline.", "stage");
  public static final Metric FORWARD_ERRORS =
      counter("hal9_forward_errors_total", COUNT, "Branches ended by an unknown target.", "reason");
  public static final Metric CONCURRENT_USERS =
      gauge("hal9_concurrent_users", COUNT, "Distinct users with a signal in the last minute.");

  // Cache
  public static final Metric CACHE_HITS =
      counter("hal9_cache_hits_total", COUNT, "Answers found in the cache.", "level");
  public static final Metric CACHE_REQUESTS =
      counter("hal9_cache_requests_total", COUNT, "Look-ups in the response cache.");
  public static final Metric CACHE_COALESCED =
      counter("hal9_cache_coalesced_total", COUNT, "Requests answered by an identical one.");
  public static final Metric CACHE_EVICTIONS =
      counter(
          "hal9_cache_evictions_total",
          COUNT,
          "Entries that left the local cache for room or age.");
  public static final Metric CACHE_ENTRIES =
      gauge("hal9_cache_entries", COUNT, "Entries in the local cache.");
  public static final Metric CACHE_ENTRIES_MAX =
      gauge("hal9_cache_entries_max", COUNT, "Entries of usual size the local cache has room for.");
  public static final Metric CACHE_TTL =
      gauge("hal9_cache_ttl_seconds", SECONDS, "How long a level of the cache keeps it.", "level");
  public static final Metric CACHE_OLDEST =
      gauge("hal9_cache_oldest_seconds", SECONDS, "Age of the oldest entry in the local cache.");
  public static final Metric CACHE_ERRORS =
      counter("hal9_cache_errors_total", COUNT, "Look-ups or stores the shared cache failed.");

  // States, memories, stored signals, users and API keys
  public static final Metric ENTITY_HITS =
      counter(
          "hal9_entity_cache_hits_total",
          COUNT,
          "Look-ups answered by the cache, by what was looked up and where it was.",
          "entity",
          "level");
  public static final Metric ENTITY_MISSES =
      counter("hal9_entity_cache_misses_total", COUNT, "Look-ups that asked PostgreSQL.", "entity");
  public static final Metric ENTITY_SHARED_LOADS =
      counter(
          "hal9_entity_cache_shared_loads_total",
          COUNT,
          "Look-ups that waited for one of the same under way.",
          "entity");
  public static final Metric ENTITY_WRITES =
      counter(
          "hal9_entity_cache_writes_total",
          COUNT,
          "Writes acknowledged, by how they were done.",
          "entity",
          "strategy");
  public static final Metric ENTITY_INVALIDATIONS =
      counter(
          "hal9_entity_cache_invalidations_total",
          COUNT,
          "Changes this node heard of, its own and the others'.",
          "entity");
  public static final Metric ENTITY_ENTRIES =
      gauge("hal9_entity_cache_entries", COUNT, "Values in the node's own memory.", "entity");
  public static final Metric ENTITY_UNFLUSHED =
      gauge(
          "hal9_entity_cache_unflushed",
          COUNT,
          "Rows acknowledged and not yet in PostgreSQL: what a crash of the node loses.",
          "entity");
  public static final Metric ENTITY_FLUSHED =
      counter(
          "hal9_entity_cache_flushed_total", COUNT, "Rows written behind to PostgreSQL.", "entity");
  public static final Metric WARMED_KEYS =
      gauge("hal9_cache_warmed_keys", COUNT, "Keys the last warming has brought so far.");
  public static final Metric WARM_TARGET =
      gauge("hal9_cache_warm_target_keys", COUNT, "Keys the last warming set out to bring.");

  // Batching and storing
  public static final Metric BATCH_SIZE_AVERAGE =
      gauge("hal9_batch_size_average", COUNT, "Mean rows per batch over the last interval.");
  public static final Metric BATCHES =
      counter(
          "hal9_batches_total", COUNT, "Batches written, by what triggered the flush.", "trigger");
  public static final Metric BUFFER_DEPTH =
      gauge("hal9_buffer_depth", COUNT, "Signals waiting in the signal buffer.");
  public static final Metric STORE_ERRORS =
      counter("hal9_store_errors_total", COUNT, "Batches or rows PostgreSQL did not commit.");

  // Durable queue, as a node works on it
  public static final Metric QUEUE_APPENDED =
      counter("hal9_queue_appended_total", COUNT, "Signals acknowledged as queued.");
  public static final Metric QUEUE_APPENDS =
      counter("hal9_queue_appends_total", COUNT, "Entries appended; each carries many signals.");
  public static final Metric QUEUE_APPEND_TIME =
      seconds(
          "hal9_queue_append_time", "Time of one append, until synced and, if asked, replicated.");
  public static final Metric QUEUE_WAITING =
      gauge("hal9_queue_waiting", COUNT, "Signals in the node that wait to be appended.");
  public static final Metric QUEUE_CONSUMED =
      counter("hal9_queue_consumed_total", COUNT, "Signals committed from the queue by this node.");
  public static final Metric QUEUE_TIME =
      seconds("hal9_queue_time", "Time from a signal's append to its commit, by the clocks.");
  public static final Metric QUEUE_CLAIMED =
      counter("hal9_queue_claimed_total", COUNT, "Signals taken over from a consumer that died.");
  public static final Metric QUEUE_CONSUMERS_REMOVED =
      counter("hal9_queue_consumers_removed_total", COUNT, "Consumers removed that had left.");
  public static final Metric QUEUE_DEAD_LETTERED =
      counter("hal9_queue_dead_lettered_total", COUNT, "Entries moved to the dead letters.");
  public static final Metric QUEUE_UNREPLICATED =
      counter(
          "hal9_queue_unreplicated_total", COUNT, "Signals acknowledged although no replica did.");
  public static final Metric QUEUE_DEAD =
      gauge(
          "hal9_queue_dead_letters",
          COUNT,
          "The cluster's dead letters that wait for a decision, as each node sees them.");

  // Parallelism
  public static final Metric PARALLEL_ACTIVE =
      gauge("hal9_parallel_tasks_active", COUNT, "Signals being processed by neurons now.");
  public static final Metric PARALLEL_MAX =
      gauge("hal9_parallel_tasks_max", COUNT, "The limit on signals processed side by side.");
  public static final Metric PARALLEL_WAITING =
      gauge("hal9_parallel_tasks_waiting", COUNT, "Signals waiting for a permit.");

  // Language model
  public static final Metric MODEL_REQUESTS =
      counter(
          "hal9_model_requests_total", COUNT, "Calls of the language model.", "layer", "outcome");
  public static final Metric MODEL_TIME =
      seconds("hal9_model_time", "Time of one call of the language model.", "layer");
  public static final Metric BREAKER_STATE =
      gauge(
          "hal9_circuit_breaker_state",
          COUNT,
          "State of a circuit breaker: 0 closed, 1 half-open, 2 open.",
          "breaker");
  public static final Metric BREAKER_TRANSITIONS =
      counter(
          "hal9_circuit_breaker_transitions_total", COUNT, "Changes of state.", "breaker", "to");

  // Language model over HTTP
  public static final Metric MODEL_RESPONSES =
      counter(
          "hal9_model_responses_total",
          COUNT,
          "Attempts at the model's HTTP interface, by status or what went wrong.",
          "status");
  public static final Metric MODEL_RETRIES =
      counter("hal9_model_retries_total", COUNT, "Attempts made again.", "reason");
  public static final Metric MODEL_HELD_BACK =
      counter(
          "hal9_model_held_back_total",
          COUNT,
          "Calls or retries of the model that a limit of our own held back.",
          "limit");
  public static final Metric MODEL_FALLBACKS =
      counter("hal9_model_fallbacks_total", COUNT, "Replies the mock gave in the model's place.");
  public static final Metric MODEL_TOKENS =
      counter(
          "hal9_model_tokens_total", COUNT, "Tokens the model charged, in and out.", "direction");
  public static final Metric MODEL_COST =
      counter("hal9_model_cost_dollars_total", DOLLARS, "Dollars this node's calls cost.");
  public static final Metric MODEL_COST_WINDOW =
      gauge(
          "hal9_model_cost_window_dollars",
          DOLLARS,
          "Dollars the cluster has spent in the running hour or day (UTC).",
          "window");
  public static final Metric MODEL_COST_CEILING =
      gauge(
          "hal9_model_cost_ceiling_dollars",
          DOLLARS,
          "The most the cluster may spend in an hour or day; absent when there is no ceiling.",
          "window");
  public static final Metric MODEL_CONNECTIONS =
      gauge("hal9_model_connections", COUNT, "Connections to the model's HTTP interface.", "state");

  // Limits on who asks
  public static final Metric RATE_LIMITED =
      counter("hal9_rate_limited_total", COUNT, "Requests a rate limit refused.", "limit");
  public static final Metric RATE_LIMIT_USERS =
      gauge("hal9_rate_limit_users", COUNT, "Users whose requests are being counted.");
  public static final Metric RATE_LIMIT_LEASES =
      counter("hal9_rate_limit_leases_total", COUNT, "Leases asked of the cluster.", "outcome");
  public static final Metric RATE_LIMIT_ALONE =
      gauge(
          "hal9_rate_limit_alone", COUNT, "1 while Redis is gone and the node limits on its own.");
  public static final Metric SIGNALS_SHED =
      counter(
          "hal9_signals_shed_total",
          COUNT,
          "Signals refused because more important ones wait.",
          "priority");

  // Pools
  public static final Metric DB_ACTIVE =
      gauge("hal9_db_connections_active", COUNT, "Database connections in use.");
  public static final Metric DB_IDLE =
      gauge("hal9_db_connections_idle", COUNT, "Database connections waiting for use.");
  public static final Metric DB_PENDING =
      gauge("hal9_db_connections_pending", COUNT, "Threads waiting for a database connection.");
  public static final Metric DB_MAX =
      gauge("hal9_db_connections_max", COUNT, "The database pool's maximum.");
  public static final Metric DB_WAIT =
      seconds("hal9_db_connection_wait", "Time to obtain a database connection.");
  public static final Metric DB_TIMEOUTS =
      counter(
          "hal9_db_connection_timeouts_total", COUNT, "Requests that got no connection in time.");
  public static final Metric DB_QUERY =
      seconds("hal9_db_query_duration", "Time of one database statement or COPY.", "operation");
  public static final Metric REDIS_ACTIVE =
      gauge("hal9_redis_connections_active", COUNT, "Redis connections open.");
  public static final Metric REDIS_MAX =
      gauge("hal9_redis_connections_max", COUNT, "The Redis pool's maximum.");
  public static final Metric REDIS_COMMANDS =
      seconds("hal9_redis_command_duration", "Time of one Redis command.", "command");

  // HTTP
  public static final Metric HTTP_REQUESTS =
      counter("http_requests_total", COUNT, "HTTP requests answered.", "method", "route", "status");
  public static final Metric HTTP_DURATION =
      seconds(
          "http_request_duration_seconds", "Time from request to last byte handed over.", "route");
  public static final Metric HTTP_ACTIVE =
      gauge("hal9_http_requests_active", COUNT, "HTTP requests being answered.");
  public static final Metric HTTP_CONNECTIONS =
      gauge("hal9_http_connections_active", COUNT, "Open HTTP connections.");

  // Between regions
  public static final Metric CROSS_REGION_LATENCY =
      gauge(
          "hal9_cross_region_latency_seconds",
          SECONDS,
          "Round trip of a small HTTP request from this node to one of another region, over a"
              + " connection already open: the median of the last five. Absent while none answers.",
          "source",
          "destination");

  // Users and sessions
  public static final Metric LOGINS =
      counter("hal9_logins_total", COUNT, "Sessions opened by a password.");
  public static final Metric LOGIN_FAILURES =
      counter("hal9_login_failures_total", COUNT, "Logins refused.", "reason");
  public static final Metric PASSWORD_HASH_TIME =
      seconds("hal9_password_hash_time", "Time to hash one password, without the wait for it.");
  public static final Metric PASSWORD_HASHES_WAITING =
      gauge("hal9_password_hashes_waiting", COUNT, "Passwords waiting to be hashed.");
  public static final Metric SESSIONS_ACTIVE =
      gauge(
          "hal9_sessions_active",
          COUNT,
          "Sessions alive in the whole cluster by the region they are kept in, and all, as this node"
              + " last saw.",
          "home");
  public static final Metric SESSION_LOOKUPS =
      counter(
          "hal9_session_lookups_total",
          COUNT,
          "Tokens looked up, by where they were found.",
          "found");
  public static final Metric SESSION_LOOKUP_TIME =
      seconds("hal9_session_lookup_time", "Time to find a session in Redis.");
  public static final Metric SESSIONS_MIGRATED =
      counter("hal9_sessions_migrated_total", COUNT, "Sessions fetched from another region.");
  public static final Metric SESSIONS_REVOKED =
      counter("hal9_sessions_revoked_total", COUNT, "Sessions ended before their time.");

  // Games
  public static final Metric ACTIVE_GAMES =
      gauge("hal9_active_games", COUNT, "Unfinished games that this node owns.");
  public static final Metric GAME_PLAYERS =
      gauge("hal9_game_players", COUNT, "Players in the unfinished games of this node.");
  public static final Metric GAME_ACTIONS =
      counter("hal9_game_actions_total", COUNT, "Actions committed to the actions table.");
  public static final Metric GAME_ACTION_TIME =
      seconds("hal9_game_action_time", "Time from an action's arrival to its commit.");
  public static final Metric GAME_ROUNDS =
      counter(
          "hal9_game_rounds_total", COUNT, "Rounds closed and scored, by what ended them.", "end");
  public static final Metric GAME_CLOSE_TIME =
      seconds("hal9_game_round_close_time", "Time from a round's end to its committed score.");
  public static final Metric GAME_REFUSALS =
      counter("hal9_game_refusals_total", COUNT, "Requests on games refused.", "reason");
  public static final Metric GAME_BATCHES =
      counter("hal9_game_batches_total", COUNT, "Batches of actions or rounds committed.", "table");
  public static final Metric GAME_STORE_ERRORS =
      counter(
          "hal9_game_store_errors_total",
          COUNT,
          "Batches of actions or rounds PostgreSQL did not commit.");
  public static final Metric GAMES_FORWARDED =
      counter("hal9_games_forwarded_total", COUNT, "Requests passed on to a game's owner.");
  public static final Metric GAMES_TAKEN_OVER =
      counter("hal9_games_taken_over_total", COUNT, "Games taken over from an owner that is gone.");

  // Push
  public static final Metric PUSH_CLIENTS =
      gauge("hal9_push_clients", COUNT, "Clients listening to games.");
  public static final Metric PUSH_SENT =
      counter("hal9_push_sent_total", COUNT, "Events sent, each client counted.");
  public static final Metric PUSH_MESSAGES =
      counter("hal9_push_messages_total", COUNT, "Messages sent, of one or more events each.");
  public static final Metric PUSH_DROPPED =
      counter("hal9_push_dropped_total", COUNT, "Events slow clients lost.");
  public static final Metric PUSH_CLOSED_SLOW =
      counter("hal9_push_closed_slow_total", COUNT, "Clients cut off because they were slow.");
  public static final Metric PUSH_REFUSED =
      counter("hal9_push_refused_total", COUNT, "Clients not let in, by the limit.", "limit");
  public static final Metric PUSH_RESUMED =
      counter("hal9_push_resumed_total", COUNT, "Clients that went on where they had stopped.");
  public static final Metric PUSH_DELAY =
      seconds("hal9_push_delay", "Time from an event to its handing over to a client's socket.");

  // Process
  public static final Metric RESIDENT_MEMORY =
      gauge("process_resident_memory_bytes", BYTES, "Resident memory of the process.");
  public static final Metric PROCESS_CPU =
      counter("process_cpu_seconds_total", SECONDS, "Processor time used by the process.");
  public static final Metric HEAP_USED = gauge("hal9_jvm_heap_used_bytes", BYTES, "Heap in use.");
  public static final Metric HEAP_MAX = gauge("hal9_jvm_heap_max_bytes", BYTES, "Heap limit.");
  public static final Metric GC_SECONDS =
      counter("hal9_jvm_gc_seconds_total", SECONDS, "Time spent in garbage collection pauses.");
  public static final Metric THREADS = gauge("hal9_jvm_threads", COUNT, "Live platform threads.");
  public static final Metric MACHINE_CPU =
      gauge(
          "hal9_machine_cpu_ratio", RATIO, "Share of the machine's processors in use, by anyone.");
  public static final Metric UPTIME =
      gauge("hal9_uptime_seconds", SECONDS, "Time since the node began to serve.");

  // Telemetry and tuning
  public static final Metric TELEMETRY_SUBSCRIBERS =
      gauge("hal9_telemetry_subscribers", COUNT, "Consoles listening to this node's telemetry.");
  public static final Metric TELEMETRY_DROPPED =
      counter("hal9_telemetry_dropped_total", COUNT, "Snapshots a slow subscriber lost.");
  public static final Metric CONFIG_RELOADS =
      counter(
          "hal9_config_reloads_total",
          COUNT,
          "Times the configuration file was read again, by what became of it.",
          "result");
  public static final Metric TUNING_VERSION =
      gauge("hal9_tuning_version", COUNT, "Version of the tuning state in force.");
  public static final Metric TRACE_SPANS_EXPORTED =
      counter("hal9_trace_spans_exported_total", COUNT, "Spans that the collector has taken.");
  public static final Metric TRACE_SPANS_DROPPED =
      counter(
          "hal9_trace_spans_dropped_total",
          COUNT,
          "Spans dropped: full, more waited than may; failed, the collector did not take them.",
          "reason");
  public static final Metric TRACE_WAITING =
      gauge("hal9_trace_waiting", COUNT, "Requests whose spans wait for the collector.");
  public static final Metric TUNING_AUDIT_WAITING =
      gauge(
          "hal9_tuning_audit_waiting",
          COUNT,
          "Changes of the tuning that wait to be written to PostgreSQL.");
  public static final Metric TUNING_AUDIT_LOST =
      counter(
          "hal9_tuning_audit_lost_total",
          COUNT,
          "Changes of the tuning that this node could not keep for PostgreSQL.");

  // Failover
  public static final Metric FAILOVERS =
      counter("hal9_failovers_total", COUNT, "Times another server of a store took over.", "store");
  public static final Metric FAILOVER_TIME =
      seconds(
          "hal9_failover_duration",
          "From a store's last answer to the first of the server that took over.",
          "store");

  // PostgreSQL, as it says of itself
  public static final Metric PG_BACKENDS =
      gauge(
          "hal9_postgres_backends", COUNT, "Client connections of the server.", "server", "state");
  public static final Metric PG_COMMITS =
      counter("hal9_postgres_commits_total", COUNT, "Transactions committed.", "server");
  public static final Metric PG_ROLLBACKS =
      counter("hal9_postgres_rollbacks_total", COUNT, "Transactions rolled back.", "server");
  public static final Metric PG_BLOCKS_HIT =
      counter(
          "hal9_postgres_blocks_hit_total", COUNT, "Blocks found in the buffer cache.", "server");
  public static final Metric PG_BLOCKS_READ =
      counter("hal9_postgres_blocks_read_total", COUNT, "Blocks read from the system.", "server");
  public static final Metric PG_ROWS_INSERTED =
      counter("hal9_postgres_rows_inserted_total", COUNT, "Rows inserted.", "server");
  public static final Metric PG_SIZE =
      gauge(
          "hal9_postgres_size_bytes",
          BYTES,
          "Size of the database, at most ten seconds ago.",
          "server");
  public static final Metric PG_MAX_CONNECTIONS =
      gauge("hal9_postgres_connections_max", COUNT, "The server's max_connections.", "server");
  public static final Metric PG_SYNC_STANDBYS =
      gauge(
          "hal9_postgres_synchronous_standbys",
          COUNT,
          "Standbys that commits wait for; 0: the primary alone is enough.",
          "server");
  public static final Metric PG_REPLICATION_LAG =
      gauge(
          "hal9_postgres_replication_lag_seconds", SECONDS, "Replay lag of a standby.", "standby");
  public static final Metric PG_REPLICATION_BYTES =
      gauge(
          "hal9_postgres_replication_lag_bytes",
          BYTES,
          "WAL a standby has yet to replay.",
          "standby");

  // Redis, as it says of itself
  public static final Metric REDIS_MEMORY =
      gauge("hal9_redis_memory_used_bytes", BYTES, "Memory in use.", "server");
  public static final Metric REDIS_MEMORY_MAX =
      gauge(
          "hal9_redis_memory_max_bytes",
          BYTES,
          "Memory it may use; none without a limit.",
          "server");
  public static final Metric REDIS_OPS =
      counter("hal9_redis_commands_processed_total", COUNT, "Commands processed.", "server");
  public static final Metric REDIS_EVICTED =
      counter("hal9_redis_evicted_keys_total", COUNT, "Keys evicted for memory.", "server");
  public static final Metric REDIS_HITS =
      counter("hal9_redis_keyspace_hits_total", COUNT, "Look-ups that found their key.", "server");
  public static final Metric REDIS_MISSES =
      counter("hal9_redis_keyspace_misses_total", COUNT, "Look-ups that found no key.", "server");
  public static final Metric REDIS_KEYS = gauge("hal9_redis_keys", COUNT, "Keys held.", "server");
  public static final Metric REDIS_CLIENTS =
      gauge("hal9_redis_clients", COUNT, "Connected clients.", "server");
  public static final Metric REDIS_REPLICA_LAG =
      gauge("hal9_redis_replication_lag_bytes", BYTES, "Bytes a replica is behind.", "replica");

  // Durable queue, as its Redis says
  public static final Metric QUEUE_LENGTH =
      gauge("hal9_queue_length", COUNT, "Signals in the queue, not yet committed.", "server");
  public static final Metric QUEUE_SET_ASIDE =
      gauge(
          "hal9_queue_set_aside",
          COUNT,
          "Those of the queue's signals that wait for a shard that is gone.",
          "server");
  public static final Metric QUEUE_ENTRIES =
      gauge("hal9_queue_entries", COUNT, "Entries in the queue.", "server");
  public static final Metric QUEUE_PENDING =
      gauge(
          "hal9_queue_pending", COUNT, "Entries delivered to a consumer, not yet done.", "server");
  public static final Metric QUEUE_LAG =
      gauge("hal9_queue_lag_seconds", SECONDS, "Age of the oldest entry in the queue.", "server");

  // Shards, as a node sees them
  public static final Metric SHARD_MAP_VERSION =
      gauge("hal9_shard_map_version", COUNT, "Version of the shard map the node goes by.");
  public static final Metric SHARD_UP =
      gauge(
          "hal9_shard_up", COUNT, "1 when the shard's primary answers the node, else 0.", "shard");
  public static final Metric SHARD_SLOTS =
      gauge("hal9_shard_slots", COUNT, "Slots of users that lie on the shard, of 1,024.", "shard");
  public static final Metric SHARD_ROWS =
      counter("hal9_shard_rows_total", COUNT, "Rows of signals committed on the shard.", "shard");
  public static final Metric SHARD_POOL_ACTIVE =
      gauge("hal9_shard_pool_active", COUNT, "Connections to the shard's primary in use.", "shard");
  public static final Metric SHARD_POOL_PENDING =
      gauge(
          "hal9_shard_pool_pending",
          COUNT,
          "Threads that wait for a connection to the shard's primary.",
          "shard");
  public static final Metric SHARD_WAITING =
      gauge("hal9_shard_rows_waiting", COUNT, "Rows that wait for a writer of the shard.", "shard");

  public static final Metric SHARD_HELD =
      gauge("hal9_shard_rows_held", COUNT, "Rows held while their users move to another shard.");
  public static final Metric READS =
      counter(
          "hal9_reads_total",
          COUNT,
          "Reads that may go to a standby, by the preference and by where they went.",
          "preference",
          "from");
  public static final Metric REPLICA_BEHIND =
      gauge(
          "hal9_replica_behind_bytes",
          BYTES,
          "Bytes of log a standby that is read from has not replayed, as the node sees it.",
          "replica");
  public static final Metric REPLICA_POOL_ACTIVE =
      gauge(
          "hal9_replica_pool_active",
          COUNT,
          "Connections to a standby that is read from in use.",
          "replica");
  public static final Metric REPLICA_POOL_PENDING =
      gauge(
          "hal9_replica_pool_pending",
          COUNT,
          "Threads that wait for a connection to a standby.",
          "replica");
  public static final Metric REPLICA_POOL_MAX =
      gauge("hal9_replica_pool_max", COUNT, "The maximum of a standby's pool.", "replica");

  // Balancer, as it says of itself
  public static final Metric BALANCER_REQUESTS =
      counter("hal9_balancer_requests_total", COUNT, "Requests passed on.", "upstream", "status");
  public static final Metric BALANCER_RETRIES =
      counter(
          "hal9_balancer_retries_total",
          COUNT,
          "Requests tried on a further upstream.",
          "upstream");
  public static final Metric BALANCER_IN_FLIGHT =
      gauge(
          "hal9_balancer_in_flight", COUNT, "Requests awaiting an upstream's answer.", "upstream");
  public static final Metric BALANCER_UP =
      gauge(
          "hal9_balancer_upstream_up",
          COUNT,
          "1 when the upstream gets traffic, else 0.",
          "upstream");
  public static final Metric BALANCER_CONNECTIONS =
      gauge("hal9_balancer_connections_active", COUNT, "Open client connections.");

  // A load generator, as it sees the cluster from outside
  public static final Metric CLIENT_REQUESTS =
      counter(
          "hal9_client_requests_total",
          COUNT,
          "Requests of a load generator: offered, started, completed, failed, dropped.",
          "outcome");
  public static final Metric CLIENT_RESPONSE_TIME =
      seconds(
          "hal9_client_response_time",
          "Time from a request's intended start to its whole answer, client side.");
  public static final Metric CLIENT_SERVICE_TIME =
      seconds(
          "hal9_client_service_time",
          "Time from a request's sending to its whole answer, client side.");
  public static final Metric CLIENT_USERS =
      gauge("hal9_client_users", COUNT, "Virtual users of a load generator.");
  public static final Metric CLIENT_PENDING =
      gauge("hal9_client_pending", COUNT, "Arrivals of a load generator that wait to be sent.");
  public static final Metric CLIENT_IN_FLIGHT =
      gauge("hal9_client_in_flight", COUNT, "Requests of a load generator under way.");

  private static final List<Metric> ALL = DeclaredConstants.of(MetricCatalogue.class, Metric.class);

  private MetricCatalogue() {}

  /** All metrics, in the order declared. */
  public static List<Metric> all() {
    return ALL;
  }

  /** The metric of this name, if there is one. */
  public static Optional<Metric> find(String name) {
    return ALL.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }
}
