package ai.hal9.sim.scenario;

import java.util.LinkedHashMap;
import java.util.List;

/** A YAML document's values with the lines they stand on. */
sealed interface YamlNode {

  int line();

  /** What an error calls it. */
  String kind();

  record Scalar(int line, String text) implements YamlNode {
    @Override
    public String kind() {
      return "'" + text + "'";
    }
  }

  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Mapping(int line, LinkedHashMap<String, YamlNode> entries) implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }
}
