package ai.hal9.sim.driver;

import ai.hal9.sim.load.GeneratorCheck;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.ThresholdVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a load process tells. */
public sealed interface LoadNews {

  /**
   * An interval has ended.
   *
   * @param at wall time of its end
   * @param monotonicNanos the process's monotonic clock then, for differences only
   * @param interval what happened in it
   * @param thresholds how the thresholds stand, in the scenario's order; empty during warm-up
   * @param check the generator's check of itself so far; empty before the measured part
   */
  record Progress(
      Instant at,
      long monotonicNanos,
      LoadInterval interval,
      List<ThresholdVerdict> thresholds,
      Optional<GeneratorCheck> check)
      implements LoadNews {

    public Progress {
      thresholds = List.copyOf(thresholds);
    }
  }

  /**
   * The user should know something, before the load begins or after its end.
   *
   * @param words a sentence
   */
  record Warned(String words) implements LoadNews {}

  /**
   * The run has ended, however it did. The last news.
   *
   * @param report as {@code report.json} has it
   * @param page as {@code report.html} has it
   * @param summary as {@code hal9 run} prints it, in colours
   */
  record Ended(String report, String page, List<String> summary) implements LoadNews {

    public Ended {
      summary = List.copyOf(summary);
    }
  }

  /**
   * There is nothing to report. The last news.
   *
   * @param why a sentence for the user
   */
  record Failed(String why) implements LoadNews {}
}
