package ai.hal9.engine.config;

import ai.hal9.api.yaml.Nearest;
import ai.hal9.engine.shard.KeyRange;
import ai.hal9.engine.shard.Slots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the list {@code database.shards}. */
final class ShardList {

  private static final String KEY = Settings.SHARDS;
  private static final Set<String> FIELDS =
      Set.of("id", "primary", "username", "password_file", "replicas", "key_range");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");
  private static final String SCHEME = "jdbc:postgresql:";

  private final Path folder;
  private final List<ConfigProblem> problems;

  ShardList(Path folder, List<ConfigProblem> problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** A shard as it is written: what is missing is the database's. */
  record Written(
      int id,
      String primary,
      Optional<String> username,
      @Nullable Path passwordFile,
      List<NodeConfig.Replica> replicas,
      Optional<KeyRange> keyRange) {

    NodeConfig.Shard shard(String databaseUser, @Nullable Path databasePassword) {
      return new NodeConfig.Shard(
          id,
          primary,
          username.orElse(databaseUser),
          passwordFile == null ? databasePassword : passwordFile,
          replicas,
          keyRange.orElse(null));
    }
  }

  /** The slots of a text like {@code 0-511}. */
  static Optional<KeyRange> range(String text) {
    var match = RANGE.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var start = Integer.parseInt(match.group(1));
    var end = Integer.parseInt(match.group(2));
    return start <= end && end < Slots.COUNT
        ? Optional.of(new KeyRange(start, end))
        : Optional.empty();
  }

  List<Written> shards(Node node) {
    var shards = new ArrayList<Written>();
    if (!(node instanceof SequenceNode sequence)) {
      if (!(node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
        problem(node, KEY, "a list belongs here");
      }
      return shards;
    }
    var ids = new HashSet<Integer>();
    for (var item : sequence.getValue()) {
      shard(item).ifPresent(shards::add);
      if (!shards.isEmpty() && !ids.add(shards.getLast().id())) {
        problem(item, KEY + ".id", "the id " + shards.getLast().id() + " is used twice");
      }
    }
    return shards;
  }

  private Optional<Written> shard(Node item) {
    var before = problems.size();
    var fields = fields(item);
    var id = fields.getOrDefault("id", "");
    if (!id.matches("[1-9]\\d{0,2}")) {
      problem(item, KEY + ".id", "'%s' is not allowed (1 to 999; 0 is the first)".formatted(id));
    }
    var primary = fields.getOrDefault("primary", "");
    if (!primary.startsWith(SCHEME) || primary.length() == SCHEME.length()) {
      problem(item, KEY + ".primary", "a URL beginning with " + SCHEME + " belongs here");
    }
    var replicas = ReplicaList.parse(fields.getOrDefault("replicas", ""));
    if (replicas.isEmpty()) {
      problem(item, KEY + ".replicas", "allowed: " + Settings.DATABASE_REPLICAS.allowed());
    }
    var range = Optional.ofNullable(fields.get("key_range"));
    if (range.isPresent() && range.flatMap(ShardList::range).isEmpty()) {
      problem(item, KEY + ".key_range", "allowed: " + Settings.DATABASE_KEY_RANGE.allowed());
    }
    var password = fields.containsKey("password_file") ? fields.get("password_file") : "";
    var file = password.isEmpty() ? null : folder.resolve(password);
    if (file != null) {
      SecretFile.problem(file).ifPresent(message -> problem(item, KEY + ".password_file", message));
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new Written(
                Integer.parseInt(id),
                primary,
                Optional.ofNullable(fields.get("username")),
                file,
                replicas.orElseThrow(),
                range.flatMap(ShardList::range)));
  }

  private Map<String, String> fields(Node item) {
    var fields = new HashMap<String, String>();
    if (!(item instanceof MappingNode mapping)) {
      problem(item, KEY, "each entry needs id and primary");
      return fields;
    }
    for (var tuple : mapping.getValue()) {
      var name = YamlFile.text(tuple.getKeyNode()).orElse("");
      var value = YamlFile.text(tuple.getValueNode());
      if (!FIELDS.contains(name)) {
        var meant = Nearest.to(name, FIELDS.stream());
        problem(
            tuple.getKeyNode(),
            KEY + "." + name,
            "unknown key" + meant.map(word -> "; did you mean " + word + "?").orElse(""));
      } else if (value.isEmpty()) {
        problem(tuple.getValueNode(), KEY + "." + name, "a single value belongs here");
      } else {
        fields.put(name, value.get());
      }
    }
    return fields;
  }

  private void problem(Node node, String key, String message) {
    problems.add(new ConfigProblem(YamlFile.line(node), key, message));
  }
}
