package ai.hal9.engine.config;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.yaml.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the two lists of the configuration: {@code neurons} and {@code claude.mock_responses}. */
final class NeuronList {

  static final List<NodeConfig.Neuron> DEFAULT =
      List.of(
          new NodeConfig.Neuron("strategist", Layer.L4, List.of("designer")),
          new NodeConfig.Neuron("designer", Layer.L3, List.of("implementer")),
          new NodeConfig.Neuron("implementer", Layer.L2, List.of()));

  private static final String NEURONS = Settings.NEURONS;
  private static final String RESPONSES = Settings.MOCK_RESPONSES;
  private static final String LAYERS =
      Arrays.stream(Layer.values()).map(Layer::name).collect(Collectors.joining(", "));
  private static final int LONGEST_DELAY_MILLIS = 60_000;

  private final List<ConfigProblem> problems;

  NeuronList(List<ConfigProblem> problems) {
    this.problems = problems;
  }

  List<NodeConfig.Neuron> neurons(Node node) {
    var neurons = new ArrayList<NodeConfig.Neuron>();
    var targets = new LinkedHashMap<Node, String>();
    var ids = new HashSet<String>();
    for (var item : items(node, NEURONS)) {
      var fields = fields(item, NEURONS, Set.of("id", "layer", "forward_connections"));
      var id = required(item, fields, NEURONS, "id");
      var layer = required(item, fields, NEURONS, "layer").flatMap(text -> layer(item, text));
      var forward = new ArrayList<String>();
      if (fields.containsKey("forward_connections")) {
        for (var target : items(fields.get("forward_connections"), NEURONS)) {
          YamlFile.text(target).ifPresent(forward::add);
          YamlFile.text(target).ifPresent(text -> targets.put(target, text));
        }
      }
      if (id.isPresent() && !ids.add(id.get())) {
        problem(item, NEURONS, "the id '" + id.get() + "' is used twice");
      }
      if (id.isPresent() && layer.isPresent()) {
        neurons.add(new NodeConfig.Neuron(id.get(), layer.get(), forward));
      }
    }
    targets.forEach(
        (target, id) -> {
          if (!ids.contains(id)) {
            var meant = Nearest.to(id, ids.stream());
            problem(
                target,
                NEURONS,
                "no neuron has the id '"
                    + id
                    + "'"
                    + meant.map(word -> "; did you mean " + word + "?").orElse(""));
          }
        });
    if (neurons.isEmpty() && problems.isEmpty()) {
      problem(node, NEURONS, "at least one neuron is needed");
    }
    return neurons;
  }

  Map<Layer, List<NodeConfig.MockResponse>> mockResponses(Node node) {
    var responses = new EnumMap<Layer, List<NodeConfig.MockResponse>>(Layer.class);
    if (!(node instanceof MappingNode layers)) {
      problem(node, RESPONSES, "a list of responses per layer (" + LAYERS + ") belongs here");
      return responses;
    }
    for (var tuple : layers.getValue()) {
      var layer =
          YamlFile.text(tuple.getKeyNode())
              .flatMap(text -> layer(tuple.getKeyNode(), text, RESPONSES));
      var ofLayer = new ArrayList<NodeConfig.MockResponse>();
      for (var item : items(tuple.getValueNode(), RESPONSES)) {
        mockResponse(item).ifPresent(ofLayer::add);
      }
      layer.ifPresent(known -> responses.put(known, ofLayer));
    }
    return responses;
  }

  private Optional<NodeConfig.MockResponse> mockResponse(Node item) {
    var fields = fields(item, RESPONSES, Set.of("trigger", "response", "delay_ms"));
    var response = required(item, fields, RESPONSES, "response");
    var trigger = Optional.ofNullable(fields.get("trigger")).flatMap(YamlFile::text).orElse("");
    var delay = Optional.ofNullable(fields.get("delay_ms")).flatMap(YamlFile::text).orElse("0");
    if (!delay.matches("\\d{1,6}") || Integer.parseInt(delay) > LONGEST_DELAY_MILLIS) {
      problem(
          item,
          RESPONSES + ".delay_ms",
          "'" + delay + "' is not allowed (0 to " + LONGEST_DELAY_MILLIS + ")");
      return Optional.empty();
    }
    return response.map(
        text ->
            new NodeConfig.MockResponse(trigger, text, Duration.ofMillis(Long.parseLong(delay))));
  }

  private Optional<Layer> layer(Node where, String text) {
    return layer(where, text, NEURONS + ".layer");
  }

  private Optional<Layer> layer(Node where, String text, String key) {
    var layer = Stream.of(Layer.values()).filter(known -> known.name().equals(text)).findFirst();
    if (layer.isEmpty()) {
      problem(where, key, "'" + text + "' is not allowed (" + LAYERS + ")");
    }
    return layer;
  }

  private List<Node> items(Node node, String key) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (!(node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
      problem(node, key, "a list belongs here");
    }
    return List.of();
  }

  private Map<String, Node> fields(Node item, String key, Set<String> known) {
    var fields = new LinkedHashMap<String, Node>();
    if (!(item instanceof MappingNode mapping)) {
      problem(item, key, "each entry needs " + String.join(", ", known.stream().sorted().toList()));
      return fields;
    }
    for (var tuple : mapping.getValue()) {
      var name = YamlFile.text(tuple.getKeyNode()).orElse("");
      if (known.contains(name)) {
        fields.put(name, tuple.getValueNode());
      } else {
        var meant = Nearest.to(name, known.stream());
        problem(
            tuple.getKeyNode(),
            key + "." + name,
            "unknown key" + meant.map(word -> "; did you mean " + word + "?").orElse(""));
      }
    }
    return fields;
  }

  private Optional<String> required(Node item, Map<String, Node> fields, String key, String name) {
    var value =
        Optional.ofNullable(fields.get(name))
            .flatMap(YamlFile::text)
            .filter(text -> !text.isBlank());
    if (value.isEmpty() && item instanceof MappingNode) {
      problem(item, key + "." + name, "is missing");
    }
    return value;
  }

  private void problem(Node node, String key, String message) {
    problems.add(new ConfigProblem(YamlFile.line(node), key, message));
  }
}
