package ai.hal9.api.yaml;

import java.util.LinkedHashMap;
import java.util.List;

/** A YAML document's values with the lines they stand on. */
public sealed interface YamlNode {

  /** The line it begins on, counted from 1. */
  int line();

  /** What an error calls it. */
  String kind();

  /** A single value, as written. */
  record Scalar(int line, String text) implements YamlNode {
    @Override
    public String kind() {
      return "'" + text + "'";
    }
  }

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys and their values, in their order. */
  record Mapping(int line, LinkedHashMap<String, YamlNode> entries) implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }
}
