package ai.hal9.dashboards.model;

import ai.hal9.api.yaml.YamlError;
import java.util.List;

/** What came of reading a dashboard's file. */
public sealed interface DashboardReading {

  /** It is a dashboard. */
  record Accepted(Dashboard dashboard) implements DashboardReading {}

  /**
   * It is none.
   *
   * @param errors everything wrong with it, in the order of lines; at least one
   */
  record Rejected(List<YamlError> errors) implements DashboardReading {
    public Rejected {
      errors = List.copyOf(errors);
    }
  }
}
