package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.trust.LocalCertificate;
import ai.hal9.stores.file.SecretFile;
import ai.hal9.stores.file.WholeFile;
import ai.hal9.stores.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Writes the configuration files of nodes and balancer. Secrets are in files of their own. */
final class ConfigWriter {

  private static final int HOP_MILLIS = 5;
  private static final int SESSION_KEY_BYTES = 32;

  /** As often as a node can be told to tell of itself, so that it learns that in a short run. */
  private static final int TRAINED_INTERVAL_MILLIS = 250;

  private static final YAMLMapper YAML = new YAMLMapper();

  private final Plan plan;

  /**
   * What nodes connect to: the primaries.
   *
   * @param postgres the first shard
   * @param shards the others, shard 1 first
   */
  record Stores(Database postgres, List<Database> shards, Store redis, Store durable) {}

  /**
   * Where a PostgreSQL is.
   *
   * @param url names all its servers, the primary among them
   * @param readUrls of each server, for reads
   */
  record Database(String url, Path passwordFile, List<String> readUrls) {

    /** As {@code database.replicas} is written. */
    String replicas(ClusterSpec spec) {
      return IntStream.range(0, readUrls.size())
          .mapToObj(i -> spec.region(i) + " " + readUrls.get(i))
          .collect(Collectors.joining(", "));
    }
  }

  /** Where a store is; the password is the same whichever of its servers is the primary. */
  record Store(String url, Path passwordFile) {}

  ConfigWriter(Plan plan) {
    this.plan = plan;
  }

  /** The bearer token's file; a new token where there is none. */
  SecretFile token() throws IOException {
    return SecretFile.random(plan.directory().token());
  }

  /** The file of the keys that seal sessions; one new key where there is no file. */
  void sessionKeys() throws IOException {
    var file = plan.directory().sessionKeys();
    if (!Files.exists(file)) {
      var key = new byte[SESSION_KEY_BYTES];
      new SecureRandom().nextBytes(key);
      new SecretFile(file).write("1 " + Base64.getEncoder().encodeToString(key) + "\n");
    }
  }

  /** What the balancer shows itself with; made where there is none. */
  void certificate() throws IOException {
    if (plan.spec().tls()) {
      LocalCertificate.keep(
          plan.directory().certificate(),
          plan.directory().certificateKey(),
          InstantSource.system());
    }
  }

  void balancer() {
    var upstreams =
        plan.nodes().stream()
            .map(node -> Map.of("name", node.name(), "url", node.url().toString()))
            .toList();
    var config = new LinkedHashMap<String, Object>();
    config.put("host", "127.0.0.1");
    config.put("port", plan.balancer());
    config.put("token_file", plan.directory().token().toString());
    config.put("upstreams", upstreams);
    if (plan.spec().tls()) {
      config.put("tls_certificate_file", plan.directory().certificate().toString());
      config.put("tls_key_file", plan.directory().certificateKey().toString());
    }
    write(plan.balancerConfig(), config);
  }

  /**
   * Writes a node's configuration.
   *
   * @param cluster what its keys in Redis begin with
   */
  void node(Plan.PlannedNode node, String cluster, Stores stores) {
    var postgres = stores.postgres();
    var redis = stores.redis();
    var durable = stores.durable();
    var sections = plan.spec().nodeSettings().copy();
    put(sections, "node", "name", node.name());
    put(sections, "node", "cluster", cluster);
    // one that is only trained is none of them, and stands anywhere
    put(sections, "node", "region", plan.spec().region(Math.max(0, plan.nodes().indexOf(node))));
    put(sections, "server", "host", "127.0.0.1");
    put(sections, "server", "port", node.port());
    put(sections, "server", "token_file", plan.directory().token().toString());
    putUnless(sections, "server", "io_threads", ioThreads(plan.nodes().size()));
    put(sections, "database", "url", postgres.url());
    put(sections, "database", "username", PostgresServer.DATABASE);
    put(sections, "database", "password_file", postgres.passwordFile().toString());
    if (!postgres.readUrls().isEmpty()) {
      put(sections, "database", "replicas", postgres.replicas(plan.spec()));
    }
    if (!stores.shards().isEmpty()) {
      put(sections, "database", "shards", shards(stores.shards()));
    }
    put(sections, "redis", "url", redis.url());
    put(sections, "redis", "password_file", redis.passwordFile().toString());
    put(sections, "redis", "durable_url", durable.url());
    put(sections, "redis", "durable_password_file", durable.passwordFile().toString());
    put(sections, "queue", "replicas", plan.durable().names().size() - 1);
    put(sections, "session", "key_file", plan.directory().sessionKeys().toString());
    putUnless(sections, "claude", "mode", "mock");
    putUnless(sections, "claude", "mock_responses", responses());
    put(sections, "balancer", "url", plan.balancerUrl().toString());
    if (plan.spec().tls()) {
      put(sections, "balancer", "ca_file", plan.directory().certificate().toString());
    }
    plan.spec()
        .effectiveSettings()
        .forEach(
            (key, value) -> {
              var dot = key.indexOf('.');
              put(sections, key.substring(0, dot), key.substring(dot + 1), plain(value));
            });
    // a node that is only trained is asked by nobody known, and missed by nobody
    if (plan.nodes().contains(node)) {
      sections.put("auth", plan.spec().auth().name().toLowerCase(Locale.ROOT));
    } else {
      put(sections, "server", "drain_notice", "0s");
      put(sections, "telemetry", "interval_ms", TRAINED_INTERVAL_MILLIS);
    }
    write(node.config(), sections);
  }

  private List<Map<String, Object>> shards(List<Database> shards) {
    return IntStream.range(0, shards.size())
        .mapToObj(
            i -> {
              var shard = shards.get(i);
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("id", i + 1);
              entry.put("primary", shard.url());
              entry.put("password_file", shard.passwordFile().toString());
              if (!shard.readUrls().isEmpty()) {
                entry.put("replicas", shard.replicas(plan.spec()));
              }
              return entry;
            })
        .toList();
  }

  /** Nodes side by side on one machine share its processors. */
  private static int ioThreads(int nodes) {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / nodes);
  }

  /** A model that is as quick as a good cache: the cluster shows, not the model. */
  private static Map<String, Object> responses() {
    return Map.of(
        "L4", List.of(response("FORWARD_TO: next\nCONTENT: Strategy set")),
        "L3", List.of(response("FORWARD_TO: next\nCONTENT: Design drawn")),
        "L2", List.of(response("CONTENT: Implemented")));
  }

  private static Map<String, Object> response(String text) {
    return Map.of("trigger", "", "response", text, "delay_ms", HOP_MILLIS);
  }

  private static Object plain(String value) {
    return value.matches("-?\\d{1,9}") ? Integer.valueOf(value) : value;
  }

  private static void put(Map<String, Object> sections, String section, String key, Object value) {
    section(sections, section).put(key, value);
  }

  /** What the user's file may say otherwise. */
  private static void putUnless(
      Map<String, Object> sections, String section, String key, Object value) {
    section(sections, section).putIfAbsent(key, value);
  }

  @SuppressWarnings("unchecked") // sections are maps; what else stands at the top has other names
  private static Map<String, Object> section(Map<String, Object> sections, String name) {
    return (Map<String, Object>)
        sections.computeIfAbsent(name, _ -> new LinkedHashMap<String, Object>());
  }

  private static void write(Path file, Object config) {
    try {
      // A node that runs reads it again: the old one or the new one, whole.
      WholeFile.write(file, YAML.writeValueAsString(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
