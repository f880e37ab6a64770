package ai.hal9.engine.config;

import ai.hal9.api.tuning.SeedProfile;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.engine.shard.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key that holds a single value; the lists of neurons and mock responses stand beside. */
final class Settings {

  static final String PROFILE = "profile";
  static final String NEURONS = "neurons";
  static final String MOCK_RESPONSES = "claude.mock_responses";
  static final String SHARDS = "database.shards";

  static final Setting NODE_NAME =
      Setting.name("node.name", "node-1", "The node's name, unique in its cluster.");
  static final Setting NODE_CLUSTER =
      Setting.name("node.cluster", "demo", "The cluster it belongs to.");
  static final Setting NODE_REGION = Setting.name("node.region", "local", "Where it stands.");

  static final Setting HOST =
      Setting.host(
          "server.host", "127.0.0.1", "The address to serve on; beyond loopback needs a token.");
  static final Setting PORT =
      Setting.integer("server.port", 1, 65_535, 9_000, "The port to serve on.");
  static final Setting TOKEN_FILE =
      Setting.file("server.token_file", "Holds the bearer token; readable by its owner alone.");
  static final Setting MAX_BODY =
      Setting.integer(
          "server.max_body_bytes", 1_024, 64 << 20, 1 << 20, "A larger request is a 413.");
  static final Setting IDLE_TIMEOUT =
      Setting.duration(
          "server.idle_timeout",
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Duration.ofSeconds(60),
          "How long a connection may stay without a request.");
  static final Setting HEADER_TIMEOUT =
      Setting.duration(
          "server.header_timeout",
          Duration.ofMillis(100),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          "How long a request, once begun, may take to arrive.");
  static final Setting GZIP_FROM =
      Setting.integer(
          "server.gzip_from_bytes",
          0,
          64 << 20,
          1_024,
          "Answers this large are compressed for clients that take gzip; 0: none.");
  static final Setting HTTP2 =
      Setting.choice(
          "server.http2",
          "off",
          List.of("on", "off"),
          "On: HTTP/2 too: with TLS by ALPN, in clear text by upgrade or prior knowledge.");
  static final Setting TLS_CERTIFICATE =
      Setting.file(
          "server.tls_certificate_file",
          "PEM, the server's own certificate first: it serves https then, and nothing else.");
  static final Setting TLS_KEY =
      Setting.file(
          "server.tls_key_file",
          "PEM, the certificate's private key (PKCS #8), readable by its owner alone.");
  static final Setting DRAIN_NOTICE =
      Setting.duration(
          "server.drain_notice",
          Duration.ZERO,
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          "Of server.graceful_shutdown, how long the node serves on, not ready, for balancers to"
              + " notice; then it refuses.");

  static final Setting DATABASE_URL =
      Setting.url(
          "database.url",
          "jdbc:postgresql://127.0.0.1:5432/hal9",
          List.of("jdbc:postgresql:"),
          "PostgreSQL, for JDBC; of several shards the first, which holds what is not sharded too.");
  static final Setting DATABASE_USER =
      Setting.text("database.username", "hal9", "The role to log in as.");
  static final Setting DATABASE_PASSWORD =
      Setting.file("database.password_file", "Holds the role's password.");

  static final Setting DATABASE_REPLICAS =
      new Setting(
          "database.replicas",
          "",
          "JDBC URLs with commas between, each with its region before it or not:"
              + " us-west jdbc:postgresql://…, jdbc:postgresql://…",
          value -> ReplicaList.parse(value).isPresent(),
          "Standbys that are read from, as database.read_preference says.");
  static final Setting DATABASE_SHARDING =
      Setting.choice(
          "database.sharding",
          Strategy.CONSISTENT_HASH.wireName(),
          Strategy.names(),
          "How users are first given to shards; once the cluster has a map, the map counts.");
  static final Setting DATABASE_KEY_RANGE =
      new Setting(
          "database.key_range",
          "",
          "two of the slots 0 to 1023, as 0-511",
          value -> ShardList.range(value).isPresent(),
          "The first shard's slots where database.sharding is key_range.");

  static final Setting REDIS_URL =
      Setting.url(
          "redis.url",
          "redis://127.0.0.1:6379",
          List.of("redis://", "rediss://"),
          "Redis; a running node follows a change of host and port, here and in durable_url.");
  static final Setting REDIS_PASSWORD =
      Setting.file("redis.password_file", "Holds Redis' password.");
  static final Setting DURABLE_URL =
      Setting.url(
          "redis.durable_url",
          "",
          List.of("redis://", "rediss://"),
          "The Redis of queue and sessions: noeviction, appendonly yes, appendfsync always; none:"
              + " redis.url.");
  static final Setting DURABLE_PASSWORD =
      Setting.file("redis.durable_password_file", "Holds the durable Redis' password.");

  static final Setting AUTH =
      Setting.choice(
          "auth",
          "optional",
          List.of("optional", "required"),
          "Whether signals are taken from clients that show no token.");
  static final Setting SESSION_KEYS =
      Setting.file(
          "session.key_file", "Holds the keys that seal sessions; none: no users and sessions.");
  static final Setting SESSION_REGIONS =
      new Setting(
          "session.regions",
          "",
          "regions and their clients' networks: us-west 10.1.0.0/16 10.2.0.0/16, ap-south 10.3.0.0/16",
          value -> RegionList.parse(value).isPresent(),
          "Where a new session is put, by the client's address; elsewhere: node.region.");
  static final Setting TRUSTED_PROXIES =
      new Setting(
          "session.trusted_proxies",
          "127.0.0.0/8 ::1",
          "networks with spaces between",
          value -> RegionList.networks(value).isPresent(),
          "Whose X-Forwarded-For is believed.");

  static final Setting BALANCER_URL =
      Setting.url(
          "balancer.url",
          "",
          List.of("http://", "https://"),
          "The balancer in front, asked for its state.");
  static final Setting BALANCER_CA =
      Setting.file(
          "balancer.ca_file",
          "PEM, whom the node trusts in an https balancer, beside those its Java trusts.");
  static final Setting PROFILE_NAME =
      Setting.choice(
          PROFILE,
          "seed-2",
          SeedProfile.names(),
          "The seed document whose values are the defaults.");

  static final Setting LOG_FORMAT =
      Setting.choice(
          "log.format",
          "text",
          List.of("text", "json"),
          "How the log's lines are written; json: one object a line.");
  static final Setting LOG_LEVEL =
      Setting.choice(
          "log.level",
          "info",
          List.of("error", "warn", "info", "debug", "trace"),
          "What is less than this is not logged; libraries say warnings at most.");

  static final Setting COLLECTOR =
      Setting.url(
          "telemetry.otlp_endpoint",
          "",
          List.of("http://", "https://"),
          "The collector of spans, OTLP over HTTP (http://127.0.0.1:4318); none: no traces.");

  private static final List<Setting> ALL =
      Stream.concat(
              Stream.of(
                  PROFILE_NAME,
                  NODE_NAME,
                  NODE_CLUSTER,
                  NODE_REGION,
                  HOST,
                  PORT,
                  TOKEN_FILE,
                  MAX_BODY,
                  IDLE_TIMEOUT,
                  HEADER_TIMEOUT,
                  DRAIN_NOTICE,
                  GZIP_FROM,
                  HTTP2,
                  TLS_CERTIFICATE,
                  TLS_KEY,
                  DATABASE_URL,
                  DATABASE_USER,
                  DATABASE_PASSWORD,
                  DATABASE_REPLICAS,
                  DATABASE_SHARDING,
                  DATABASE_KEY_RANGE,
                  REDIS_URL,
                  REDIS_PASSWORD,
                  DURABLE_URL,
                  DURABLE_PASSWORD,
                  BALANCER_URL,
                  BALANCER_CA,
                  AUTH,
                  SESSION_KEYS,
                  SESSION_REGIONS,
                  TRUSTED_PROXIES,
                  LOG_FORMAT,
                  LOG_LEVEL,
                  COLLECTOR),
              Stream.concat(ModelSettings.all(), TuningCatalogue.all().stream().map(Setting::of)))
          .toList();

  private static final Map<String, Setting> BY_KEY =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

  private static final Set<String> SECTIONS =
      ALL.stream()
          .map(Setting::section)
          .filter(section -> !section.isEmpty())
          .collect(Collectors.toUnmodifiableSet());

  private Settings() {}

  static List<Setting> all() {
    return ALL;
  }

  static Optional<Setting> find(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  static Set<String> sections() {
    return SECTIONS;
  }

  /** Every word that may stand at the file's top level. */
  static Stream<String> topLevel() {
    return Stream.concat(SECTIONS.stream(), Stream.of(NEURONS, PROFILE, AUTH.key()));
  }

  /** Every key with a dot that may be written, the lists' too. */
  static Stream<String> inSections() {
    return Stream.concat(
        BY_KEY.keySet().stream().filter(key -> key.contains(".")),
        Stream.of(MOCK_RESPONSES, SHARDS));
  }
}
