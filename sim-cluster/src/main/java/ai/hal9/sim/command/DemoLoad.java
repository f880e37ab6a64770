package ai.hal9.sim.command;

import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The load of a demo, for the window that shows it. Safe for use by many threads. */
public interface DemoLoad {

  /** How it stands now; nothing waits for it. */
  State state();

  /**
   * How a demo's load stands.
   *
   * @param scenario what is run
   * @param latest the last second of it; empty before there was one
   * @param thresholds how they stand; empty during warm-up
   * @param end what came of it; empty while it goes on
   */
  record State(
      Scenario scenario,
      Optional<LoadInterval> latest,
      List<ThresholdVerdict> thresholds,
      Optional<End> end) {

    public State {
      thresholds = List.copyOf(thresholds);
    }

    static State before(Scenario scenario) {
      return new State(scenario, Optional.empty(), List.of(), Optional.empty());
    }
  }

  /** What came of a demo's load. */
  sealed interface End {

    /**
     * It has been measured.
     *
     * @param page the written report
     */
    record Measured(RunReport report, Path page) implements End {}

    /**
     * It has not.
     *
     * @param why a sentence for the user
     */
    record Failed(String why) implements End {}
  }
}
