package ai.hal9.engine.config;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.engine.shard.KeyRange;
import ai.hal9.engine.shard.Strategy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a node is told at its start.
 *
 * @param node who it is
 * @param server where and how it serves
 * @param database where PostgreSQL is
 * @param redis where Redis is
 * @param claude the language model
 * @param neurons the neurons, in order; the first of a layer is that layer's default
 * @param balancer where the balancer tells its state, or null when there is none
 * @param auth users and sessions
 * @param tuning values of tuning parameters that differ from their defaults, by key
 * @param log how it logs
 * @param collector {@code telemetry.otlp_endpoint}, who is told of spans; null: nobody
 */
public record NodeConfig(
    Node node,
    Server server,
    Database database,
    Redis redis,
    Claude claude,
    List<Neuron> neurons,
    @Nullable Balancer balancer,
    Auth auth,
    Map<String, String> tuning,
    Log log,
    @Nullable URI collector) {

  /** The id of the shard that holds what is not sharded too. */
  public static final int FIRST_SHARD = 0;

  public NodeConfig {
    neurons = List.copyOf(neurons);
    tuning = Map.copyOf(tuning);
  }

  /**
   * The parts in which this differs from what a node was started with and which it takes in only at
   * its next start, by their names in the file.
   */
  public List<String> restartFor(NodeConfig running) {
    var parts = new ArrayList<String>();
    note(parts, "node", node, running.node);
    note(parts, "server", server, running.server);
    note(parts, "database", database, running.database);
    note(parts, "redis", redis.anywhere(), running.redis.anywhere());
    note(parts, "claude", claude, running.claude);
    note(parts, "neurons", neurons, running.neurons);
    note(parts, "balancer", balancer, running.balancer);
    note(parts, "auth", auth.required, running.auth.required);
    note(parts, "session", auth.optional(), running.auth.optional());
    note(parts, "log", log, running.log);
    note(parts, "telemetry.otlp_endpoint", collector, running.collector);
    for (var parameter : TuningCatalogue.all()) {
      if (parameter.application() == Application.RESTART) {
        var key = parameter.key();
        note(parts, key, tuning.get(key), running.tuning.get(key));
      }
    }
    return List.copyOf(parts);
  }

  private static void note(
      List<String> parts, String name, @Nullable Object now, @Nullable Object before) {
    if (!Objects.equals(now, before)) {
      parts.add(name);
    }
  }

  /** {@code node:} — {@code name} (default {@code node-1}), {@code cluster}, {@code region}. */
  public record Node(String name, String cluster, String region) {}

  /**
   * {@code balancer:}.
   *
   * @param url {@code url}, where it serves
   * @param authorities {@code ca_file}, PEM, who is trusted beside those that Java trusts; null:
   *     nobody
   */
  public record Balancer(URI url, @Nullable Path authorities) {}

  /**
   * {@code server:}.
   *
   * @param host {@code host}, default 127.0.0.1; anything but loopback needs a token
   * @param port {@code port}, default 9000
   * @param tokenFile {@code token_file}, the file with the bearer token; null: no token is needed
   * @param ioThreads {@code io_threads}, default one a processor
   * @param maxConnections {@code max_connections}, default 10000
   * @param maxBodyBytes {@code max_body_bytes}, default 1 MiB
   * @param idleTimeout {@code idle_timeout}, default 60s
   * @param headerTimeout {@code header_timeout}, default 10s
   * @param drainTimeout {@code graceful_shutdown}, default 60s
   * @param drainNotice {@code drain_notice}, default 1s; counts as part of {@code drainTimeout}
   * @param gzipFromBytes {@code gzip_from_bytes}, default 1024; 0: no answer is compressed
   * @param http2 {@code http2}, default off
   * @param tls {@code tls_certificate_file} and {@code tls_key_file}; null: clear text
   */
  public record Server(
      String host,
      int port,
      @Nullable Path tokenFile,
      int ioThreads,
      int maxConnections,
      long maxBodyBytes,
      Duration idleTimeout,
      Duration headerTimeout,
      Duration drainTimeout,
      Duration drainNotice,
      int gzipFromBytes,
      boolean http2,
      @Nullable Tls tls) {}

  /**
   * The files a server proves itself with.
   *
   * @param certificates PEM, the server's own first
   * @param key PEM
   */
  public record Tls(Path certificates, Path key) {}

  /**
   * {@code database:}.
   *
   * @param url {@code url}, the first shard's primary, for JDBC; it holds what is not sharded too
   * @param username {@code username}
   * @param passwordFile {@code password_file}
   * @param replicas {@code replicas}, of the first shard
   * @param sharding {@code sharding}, default consistent_hash; counts until the cluster has a map
   * @param shards {@code shards} beyond the first
   * @param keyRange the first shard's, where {@code sharding} is key_range
   */
  public record Database(
      String url,
      String username,
      @Nullable Path passwordFile,
      List<Replica> replicas,
      Strategy sharding,
      List<Shard> shards,
      @Nullable KeyRange keyRange) {
    public Database {
      replicas = List.copyOf(replicas);
      shards = List.copyOf(shards);
    }

    /** One shard without replicas. */
    public Database(String url, String username, @Nullable Path passwordFile) {
      this(url, username, passwordFile, List.of(), Strategy.CONSISTENT_HASH, List.of(), null);
    }

    /** All shards, the first as well. */
    public List<Shard> all() {
      return Stream.concat(
              Stream.of(new Shard(FIRST_SHARD, url, username, passwordFile, replicas, keyRange)),
              shards.stream())
          .toList();
    }
  }

  /**
   * One of {@code database.shards}.
   *
   * @param id {@code id}, the first one's 0
   * @param primary {@code primary}, for JDBC
   * @param username {@code username}, default the database's
   * @param passwordFile {@code password_file}, default the database's
   * @param replicas {@code replicas}
   * @param keyRange {@code key_range}, its slots where {@code sharding} is key_range
   */
  public record Shard(
      int id,
      String primary,
      String username,
      @Nullable Path passwordFile,
      List<Replica> replicas,
      @Nullable KeyRange keyRange) {
    public Shard {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * A standby that is read from.
   *
   * @param region where it stands; empty where nobody said
   * @param url for JDBC
   */
  public record Replica(String region, String url) {}

  /**
   * {@code redis:}.
   *
   * @param url {@code url}, the cache's; its host and port, and the durable one's, may change live
   * @param passwordFile {@code password_file}
   * @param durable {@code durable_url} and {@code durable_password_file}, the Redis of what must
   *     not be lost; null: the cache's serves for both, as far as it can promise that
   */
  public record Redis(String url, @Nullable Path passwordFile, @Nullable RedisServer durable) {

    /** What of it stays when host and port change, which a running node follows. */
    private Redis anywhere() {
      return new Redis(
          withoutAddress(url),
          passwordFile,
          durable == null
              ? null
              : new RedisServer(withoutAddress(durable.url), durable.passwordFile));
    }

    private static String withoutAddress(String url) {
      var uri = URI.create(url);
      return uri.getScheme() + ":" + uri.getPath();
    }
  }

  /** Where a Redis is. */
  public record RedisServer(String url, @Nullable Path passwordFile) {}

  /** {@code log:} — {@code format}, text (default) or json; {@code level}, default info. */
  public record Log(String format, String level) {}

  /**
   * {@code auth} and {@code session:}.
   *
   * @param required {@code auth: required}: signals are taken from known users alone; default
   *     optional
   * @param keyFile {@code session.key_file}; null: there are no users and sessions
   * @param regions {@code session.regions}, the networks of each region's clients
   * @param trustedProxies {@code session.trusted_proxies}, default loopback: whose {@code
   *     X-Forwarded-For} is believed
   */
  public record Auth(
      boolean required,
      @Nullable Path keyFile,
      Map<String, List<Network>> regions,
      List<Network> trustedProxies) {
    public Auth {
      regions = Map.copyOf(regions);
      trustedProxies = List.copyOf(trustedProxies);
    }

    /** What of it stands under {@code session:}. */
    private Auth optional() {
      return new Auth(false, keyFile, regions, trustedProxies);
    }

    /** No users, no sessions; every client is served. */
    public static Auth none() {
      return new Auth(false, null, Map.of(), List.of());
    }
  }

  /**
   * {@code claude:}.
   *
   * @param mockResponses {@code mock_responses} per layer
   * @param api the model over HTTP; null in {@code mode: mock}
   */
  public record Claude(Map<Layer, List<MockResponse>> mockResponses, @Nullable Api api) {
    public Claude {
      mockResponses = Map.copyOf(mockResponses);
    }
  }

  /**
   * The Messages API, {@code mode: api}.
   *
   * @param url {@code url}, default https://api.anthropic.com
   * @param version {@code api_version}, default 2023-06-01
   * @param key from {@code api_key_file} or the environment
   * @param model {@code model}
   * @param maxTokens {@code max_tokens}, default 1024
   * @param systemPrompt {@code system_prompt}; empty for the product's own
   * @param inputPrice {@code input_price_per_million}, in dollars
   * @param outputPrice {@code output_price_per_million}, in dollars
   * @param connectTimeout {@code connect_timeout}, default 5s
   * @param poolIdleTimeout {@code pool_idle_timeout}, default 90s
   * @param poolMaxIdle {@code pool_max_idle_per_host}, default 10
   */
  public record Api(
      URI url,
      String version,
      Secret key,
      String model,
      int maxTokens,
      String systemPrompt,
      BigDecimal inputPrice,
      BigDecimal outputPrice,
      Duration connectTimeout,
      Duration poolIdleTimeout,
      int poolMaxIdle) {}

  /**
   * What the mock model says when the content contains the trigger; an empty trigger matches all.
   *
   * @param trigger text to look for
   * @param response the answer, possibly with {@code FORWARD_TO:} and {@code CONTENT:} lines
   * @param delay {@code delay_ms}
   */
  public record MockResponse(String trigger, String response, Duration delay) {}

  /** One neuron: {@code id}, {@code layer}, {@code forward_connections} (ids of neurons below). */
  public record Neuron(String id, Layer layer, List<String> forwardConnections) {
    public Neuron {
      forwardConnections = List.copyOf(forwardConnections);
    }
  }
}
