package ai.hal9.engine.config;

import java.util.List;

/** What became of reading a configuration. */
public sealed interface ConfigReading {

  /** All of it is in order. */
  record Accepted(NodeConfig config) implements ConfigReading {}

  /** Nothing may start with it, and all the reasons, in the file's order. */
  record Refused(List<ConfigProblem> problems) implements ConfigReading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
