package ai.hal9.console.runs;

import ai.hal9.sim.load.LoadEnding;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A kept run as a list shows it. A figure that is not known, or that its samples do not support, is
 * {@code NaN}.
 *
 * @param id in the database
 * @param name as the user calls it; the scenario's name at first
 * @param notes the user's own words; may be empty
 * @param nodes how many nodes the cluster had, in words; empty when it is not known
 * @param version of HAL9
 * @param tuningVersion the cluster's tuning state at the run's start; negative when not known
 * @param startedAt wall time of the end of the warm-up
 * @param window what rates are taken over
 * @param valid whether the generator could keep up
 * @param verdict what came of the thresholds
 * @param steered how often the load was changed by hand
 * @param throughput completed requests per second
 * @param p50 seconds, response time at the client; likewise {@code p95} and {@code p99}
 * @param hasPage whether there is an HTML page of it
 */
public record RunSummary(
    long id,
    String name,
    String notes,
    String scenario,
    String executor,
    String cluster,
    String nodes,
    String version,
    long tuningVersion,
    Instant startedAt,
    Duration window,
    LoadEnding ending,
    boolean valid,
    Verdict verdict,
    int steered,
    long completed,
    long failed,
    long dropped,
    double throughput,
    double p50,
    double p95,
    double p99,
    boolean hasPage) {

  /** What came of a run's thresholds. */
  public enum Verdict {
    MET("thresholds met"),
    MISSED("thresholds missed"),
    NONE("not judged");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** What came of it, in words: {@code thresholds met, steered}. */
  public String outcome() {
    var words = valid ? verdict.words() : "invalid";
    return steered > 0 ? words + ", steered" : words;
  }

  /** Whether each word of a filter is found in what the user can read of this run. */
  public boolean matches(String filter) {
    var text =
        String.join(
                " ",
                name,
                notes,
                scenario,
                executor,
                cluster,
                version,
                verdict.words(),
                valid ? "valid" : "invalid",
                steered > 0 ? "steered" : "")
            .toLowerCase(Locale.ROOT);
    for (var word : filter.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
