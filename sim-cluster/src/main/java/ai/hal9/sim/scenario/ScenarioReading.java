package ai.hal9.sim.scenario;

import ai.hal9.api.yaml.YamlError;
import java.util.List;

/** What came of reading a scenario file. */
public sealed interface ScenarioReading {

  /** It is a scenario. */
  record Accepted(Scenario scenario) implements ScenarioReading {}

  /**
   * It is none.
   *
   * @param errors everything wrong with it, in the order of lines; at least one
   */
  record Rejected(List<YamlError> errors) implements ScenarioReading {
    public Rejected {
      errors = List.copyOf(errors);
    }
  }
}
