package ai.hal9.sim.cluster;

import ai.hal9.api.tuning.SeedProfile;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.sim.SimException;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.NodeJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a file says for every node of a cluster, beneath what the cluster itself says of them. Paths
 * in it are absolute.
 *
 * @param top the file's top level: sections, and keys that are in none
 */
public record NodeSettings(Map<String, Object> top) {

  /** None at all. */
  public static final NodeSettings NONE = new NodeSettings(Map.of());

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int WRONG_CONFIGURATION = 2;

  /** How the line before the mistakes begins. */
  private static final String COUNTED = "The configuration has ";

  private static final String PROFILE = "profile";

  /**
   * What a node has from the cluster alone, and what of {@code up} says it, where something does.
   */
  private static final Map<String, String> OWNED =
      Map.ofEntries(
          Map.entry("auth", "--auth"),
          Map.entry("node.name", ""),
          Map.entry("node.cluster", "--name"),
          Map.entry("node.region", "--region"),
          Map.entry("server.host", ""),
          Map.entry("server.port", ""),
          Map.entry("server.token_file", ""),
          Map.entry("server.tls_certificate_file", ""),
          Map.entry("server.tls_key_file", ""),
          Map.entry("database.url", ""),
          Map.entry("database.username", ""),
          Map.entry("database.password_file", ""),
          Map.entry("database.replicas", "--standbys"),
          Map.entry("database.shards", "--shards"),
          Map.entry("database.sharding", ""),
          Map.entry("database.key_range", ""),
          Map.entry("redis.url", ""),
          Map.entry("redis.password_file", ""),
          Map.entry("redis.durable_url", ""),
          Map.entry("redis.durable_password_file", ""),
          Map.entry("queue.replicas", ""),
          Map.entry("session.key_file", ""),
          Map.entry("balancer.url", ""),
          Map.entry("balancer.ca_file", "--tls"));

  public NodeSettings {
    top = Map.copyOf(top);
  }

  /**
   * Reads a file, as a node would.
   *
   * @throws SimException naming everything that is wrong with it
   */
  public static NodeSettings read(Path file, Installation installation)
      throws InterruptedException {
    var mistakes = new ArrayList<String>();
    try {
      var text = Files.readString(file);
      mistakes.addAll(asTheEngineReads(file, installation));
      if (mistakes.isEmpty()) {
        var settings = new NodeSettings(absolute(parsed(text), folder(file)));
        settings.owned().forEach(mistakes::add);
        if (mistakes.isEmpty()) {
          return settings;
        }
      }
    } catch (IOException e) {
      mistakes.add("it cannot be read (%s)".formatted(e.getMessage()));
    }
    throw new SimException(
        SimException.Code.CONFIGURATION,
        "--node-config %s:\n        %s".formatted(file, String.join("\n        ", mistakes)));
  }

  /** Values of tuning parameters by key: the profile's, and over them the file's. */
  public Map<String, String> tuning() {
    var values = new TreeMap<String, String>();
    if (top.get(PROFILE) instanceof String profile && SeedProfile.names().contains(profile)) {
      values.putAll(SeedProfile.named(profile).overrides());
    }
    keys()
        .forEach(
            (key, value) ->
                TuningCatalogue.find(key)
                    .ifPresent(
                        parameter -> values.put(key, parameter.normalised(String.valueOf(value)))));
    return values;
  }

  /** The sections and keys, to be written over. */
  public Map<String, Object> copy() {
    var copy = new LinkedHashMap<String, Object>();
    top.forEach(
        (key, value) ->
            copy.put(
                key, value instanceof Map<?, ?> section ? new LinkedHashMap<>(section) : value));
    return copy;
  }

  private List<String> owned() {
    var found = keys().keySet();
    return OWNED.keySet().stream()
        .filter(found::contains)
        .sorted()
        .map(
            key ->
                OWNED.getOrDefault(key, "").isEmpty()
                    ? key + ": the cluster itself says this of its nodes"
                    : "%s: say it with %s".formatted(key, OWNED.get(key)))
        .toList();
  }

  /** Every value by its dotted key. */
  private Map<String, Object> keys() {
    var keys = new TreeMap<String, Object>();
    top.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> section) {
            section.forEach((key, each) -> keys.put(name + "." + key, each));
          } else {
            keys.put(name, value);
          }
        });
    return keys;
  }

  private static List<String> asTheEngineReads(Path file, Installation installation)
      throws IOException, InterruptedException {
    var check =
        new ProcessBuilder(NodeJvm.of(installation).checkCommand(file.toAbsolutePath()))
            .redirectErrorStream(true)
            .start();
    check.getOutputStream().close();
    var said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return switch (check.waitFor()) {
      case 0 -> List.of();
      case WRONG_CONFIGURATION ->
          said.lines()
              .dropWhile(line -> !line.startsWith(COUNTED))
              .skip(1)
              .map(String::strip)
              .toList();
      default -> said.lines().map(String::strip).toList();
    };
  }

  private static Map<String, Object> parsed(String text) throws IOException {
    try {
      var top = new LinkedHashMap<String, Object>();
      var tree = YAML.readTree(text);
      // a file of comments alone says nothing
      if (tree.isObject()) {
        tree.properties().stream()
            .filter(entry -> !entry.getValue().isNull())
            .forEach(
                entry -> top.put(entry.getKey(), YAML.treeToValue(entry.getValue(), Object.class)));
      }
      return top;
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  private static Path folder(Path file) {
    var folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  /** A node reads them from a file elsewhere. */
  private static Map<String, Object> absolute(Map<String, Object> top, Path folder) {
    var changed = new LinkedHashMap<String, Object>();
    top.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> section) {
            var inside = new LinkedHashMap<String, Object>();
            section.forEach(
                (key, each) -> {
                  if (each != null) {
                    inside.put(
                        String.valueOf(key),
                        String.valueOf(key).endsWith("_file") && each instanceof String path
                            ? folder.resolve(path).toString()
                            : each);
                  }
                });
            changed.put(name, inside);
          } else {
            changed.put(name, value);
          }
        });
    return changed;
  }
}
