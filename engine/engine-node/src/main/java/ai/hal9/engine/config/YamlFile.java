package ai.hal9.engine.config;

import ai.hal9.api.yaml.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The YAML text as keys with their lines; what cannot be a key or a value becomes a problem. */
final class YamlFile {

  /** A value and where it stands. */
  record Written(String value, String where) {}

  private final Map<String, Written> values = new LinkedHashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private @Nullable Node neurons;
  private @Nullable Node mockResponses;
  private @Nullable Node shards;

  private YamlFile() {}

  static YamlFile parse(String text) {
    var file = new YamlFile();
    try {
      new Compose(LoadSettings.builder().build()).composeString(text).ifPresent(file::readTop);
    } catch (MarkedYamlEngineException e) {
      var where = e.getProblemMark().map(YamlFile::line).orElse("");
      file.problems.add(new ConfigProblem(where, "", "this is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      file.problems.add(new ConfigProblem("", "", "this is not YAML: " + e.getMessage()));
    }
    return file;
  }

  /** The single values, by dotted key. */
  Map<String, Written> values() {
    return values;
  }

  Optional<Node> neurons() {
    return Optional.ofNullable(neurons);
  }

  Optional<Node> mockResponses() {
    return Optional.ofNullable(mockResponses);
  }

  Optional<Node> shards() {
    return Optional.ofNullable(shards);
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  static String line(Node node) {
    return node.getStartMark().map(YamlFile::line).orElse("");
  }

  /** The text of a plain value; empty when it is none. */
  static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }

  private static String line(Mark mark) {
    return "line " + (mark.getLine() + 1);
  }

  private void readTop(Node root) {
    if (!(root instanceof MappingNode top)) {
      problem(root, "", "the file must consist of sections, for instance 'server:'");
      return;
    }
    for (var entry : entries(top, "")) {
      var key = entry.key();
      var value = entry.value();
      if (key.equals(Settings.NEURONS)) {
        neurons = value;
      } else if (Settings.find(key).isPresent()) {
        readValue(entry);
      } else if (!Settings.sections().contains(key)) {
        unknown(entry, Settings.topLevel());
      } else if (value instanceof MappingNode section) {
        readSection(key, section);
      } else if (!isNothing(value)) {
        problem(value, key, "a section with keys of its own belongs here");
      }
    }
  }

  private void readSection(String name, MappingNode section) {
    for (var entry : entries(section, name + ".")) {
      if (entry.key().equals(Settings.MOCK_RESPONSES)) {
        mockResponses = entry.value();
      } else if (entry.key().equals(Settings.SHARDS)) {
        shards = entry.value();
      } else if (Settings.find(entry.key()).isPresent()) {
        readValue(entry);
      } else {
        unknown(entry, Settings.inSections());
      }
    }
  }

  private void readValue(Entry entry) {
    if (entry.value() instanceof ScalarNode scalar) {
      if (!isNothing(scalar)) {
        values.put(entry.key(), new Written(scalar.getValue(), line(scalar)));
      }
    } else {
      problem(entry.value(), entry.key(), "a single value belongs here");
    }
  }

  private void unknown(Entry entry, Stream<String> known) {
    var meant = Nearest.to(entry.key(), known);
    problem(
        entry.keyNode(),
        entry.key(),
        "unknown key" + meant.map(word -> "; did you mean " + word + "?").orElse(""));
  }

  private List<Entry> entries(MappingNode mapping, String prefix) {
    var entries = new ArrayList<Entry>();
    var seen = new HashSet<String>();
    for (var tuple : mapping.getValue()) {
      var name = text(tuple.getKeyNode());
      if (name.isEmpty()) {
        problem(tuple.getKeyNode(), prefix, "a key must be a plain word");
      } else if (!seen.add(name.get())) {
        problem(tuple.getKeyNode(), prefix + name.get(), "the key is written twice");
      } else {
        entries.add(new Entry(prefix + name.get(), tuple.getKeyNode(), tuple.getValueNode()));
      }
    }
    return entries;
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  private void problem(Node node, String key, String message) {
    problems.add(new ConfigProblem(line(node), key, message));
  }

  private record Entry(String key, Node keyNode, Node value) {}
}
