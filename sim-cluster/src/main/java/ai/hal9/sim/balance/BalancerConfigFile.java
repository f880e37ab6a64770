package ai.hal9.sim.balance;

import ai.hal9.api.tuning.DurationText;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a balancer's YAML, whole: either a configuration or every error in it.
 *
 * <pre>
 * host: 127.0.0.1
 * port: 8080
 * token_file: /path/token
 * tls_certificate_file: /path/certificate.pem
 * tls_key_file: /path/key.pem
 * upstreams:
 *   - {name: node-1, url: "http://127.0.0.1:9000", weight: 10}
 * io_threads: 1
 * max_connections: 10000
 * idle_timeout: 65s
 * connect_timeout: 5s
 * read_timeout: 60s
 * send_timeout: 60s
 * keepalive: 1000
 * keepalive_timeout: 50s
 * keepalive_requests: 1000
 * replay_bytes: 65536
 * check_interval: 500ms
 * check_timeout: 2s
 * max_fails: 3
 * fail_timeout: 30s
 * graceful_shutdown: 60s
 * </pre>
 */
public final class BalancerConfigFile {

  private static final Set<String> KEYS =
      Set.of(
          "host port token_file tls_certificate_file tls_key_file upstreams io_threads max_connections idle_timeout connect_timeout"
              .concat(" read_timeout send_timeout keepalive keepalive_timeout keepalive_requests")
              .concat(" replay_bytes check_interval check_timeout max_fails fail_timeout")
              .concat(" graceful_shutdown")
              .split(" "));
  private static final Set<String> UPSTREAM_KEYS = Set.of("name", "url", "weight");

  private final JsonNode root;
  private final List<String> errors = new ArrayList<>();

  private BalancerConfigFile(JsonNode root) {
    this.root = root;
  }

  /** What came of reading. */
  public sealed interface Reading {

    /** The file is right. */
    record Read(BalancerConfig config) implements Reading {}

    /** The file is wrong in every one of these ways. */
    record Rejected(List<String> errors) implements Reading {}
  }

  /** Reads YAML text. */
  public static Reading parse(String yaml) {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(yaml);
    } catch (JacksonException e) {
      return new Reading.Rejected(List.of("not YAML: " + e.getOriginalMessage()));
    }
    if (!root.isObject()) {
      return new Reading.Rejected(List.of("the file must hold keys and values"));
    }
    return new BalancerConfigFile(root).read();
  }

  /** Reads the upstreams of a JSON object {@code {"upstreams": [...]}}, adding what is wrong. */
  static List<UpstreamAddress> upstreams(String json, List<String> errors) {
    try {
      var file = new BalancerConfigFile(new ObjectMapper().readTree(json));
      file.refuseUnknown(file.root, Set.of("upstreams"), "");
      var read = file.upstreams();
      if (!file.root.has("upstreams")) {
        file.errors.add("upstreams: missing");
      }
      errors.addAll(file.errors);
      return read;
    } catch (JacksonException e) {
      errors.add("not JSON: " + e.getOriginalMessage());
      return List.of();
    }
  }

  private Reading read() {
    refuseUnknown(root, KEYS, "");
    var listener = BalancerConfig.Listener.defaults();
    var forwarding = BalancerConfig.Forwarding.defaults();
    var checking = BalancerConfig.Checking.defaults();
    var config =
        new BalancerConfig(
            new BalancerConfig.Listener(
                text("host", listener.host()),
                number("port", listener.port(), 0, 65_535),
                number("io_threads", listener.ioThreads(), 1, 64),
                number("max_connections", listener.maxConnections(), 1, 1_000_000),
                duration("idle_timeout", listener.idleTimeout()),
                identity()),
            new BalancerConfig.Forwarding(
                duration("connect_timeout", forwarding.connectTimeout()),
                duration("read_timeout", forwarding.readTimeout()),
                duration("send_timeout", forwarding.sendTimeout()),
                number("keepalive", forwarding.keepalive(), 0, 100_000),
                duration("keepalive_timeout", forwarding.keepaliveTimeout()),
                number("keepalive_requests", forwarding.keepaliveRequests(), 1, 1_000_000_000),
                number("replay_bytes", forwarding.replayBytes(), 0, 16 << 20)),
            new BalancerConfig.Checking(
                duration("check_interval", checking.interval()),
                duration("check_timeout", checking.timeout()),
                number("max_fails", checking.maxFails(), 1, 1_000_000),
                duration("fail_timeout", checking.failTimeout())),
            tokenFile(),
            upstreams(),
            duration("graceful_shutdown", Duration.ofSeconds(60)));
    return errors.isEmpty() ? new Reading.Read(config) : new Reading.Rejected(List.copyOf(errors));
  }

  private void refuseUnknown(JsonNode object, Set<String> known, String where) {
    for (var key : object.propertyNames()) {
      if (!known.contains(key)) {
        errors.add("%s%s: unknown key; known are %s".formatted(where, key, sorted(known)));
      }
    }
  }

  private static String sorted(Set<String> keys) {
    return String.join(", ", keys.stream().sorted().toList());
  }

  private String text(String key, String otherwise) {
    var value = root.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isString() || value.stringValue().isBlank()) {
      errors.add("%s: must be a text, not %s".formatted(key, value));
      return otherwise;
    }
    return value.stringValue();
  }

  private @Nullable Path tokenFile() {
    return root.has("token_file") ? Path.of(text("token_file", ".")) : null;
  }

  private BalancerConfig.@Nullable Identity identity() {
    var certificate = root.has("tls_certificate_file");
    if (certificate != root.has("tls_key_file")) {
      errors.add("tls_certificate_file and tls_key_file: one is of no use without the other");
    }
    return certificate && root.has("tls_key_file")
        ? new BalancerConfig.Identity(
            Path.of(text("tls_certificate_file", ".")), Path.of(text("tls_key_file", ".")))
        : null;
  }

  private int number(String key, int otherwise, int lowest, int highest) {
    var value = root.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isInt() || value.intValue() < lowest || value.intValue() > highest) {
      errors.add("%s: must be from %d to %d, not %s".formatted(key, lowest, highest, value));
      return otherwise;
    }
    return value.intValue();
  }

  private Duration duration(String key, Duration otherwise) {
    var value = root.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    var read = DurationText.parse(value.asString("")).filter(Duration::isPositive);
    if (read.isEmpty()) {
      errors.add("%s: must be a duration such as 500ms or 30s, not %s".formatted(key, value));
    }
    return read.orElse(otherwise);
  }

  private List<UpstreamAddress> upstreams() {
    var list = root.path("upstreams");
    if (list.isMissingNode()) {
      return List.of();
    }
    if (!list.isArray()) {
      errors.add("upstreams: must be a list");
      return List.of();
    }
    var read = new ArrayList<UpstreamAddress>();
    var names = new HashSet<String>();
    for (var i = 0; i < list.size(); i++) {
      var entry = list.get(i);
      var where = "upstreams[%d].".formatted(i);
      refuseUnknown(entry, UPSTREAM_KEYS, where);
      try {
        var address =
            new UpstreamAddress(
                entry.path("name").asString(""),
                URI.create(entry.path("url").asString("")),
                entry.has("weight") ? entry.path("weight").asInt(0) : 1);
        read.add(address);
        if (!names.add(address.name())) {
          errors.add(where + "name: used twice: " + address.name());
        }
      } catch (IllegalArgumentException e) {
        errors.add(where + e.getMessage());
      }
    }
    return read;
  }
}
