package ai.hal9.sim.fault;

import ai.hal9.sim.report.Machine;
import java.time.Instant;
import java.util.List;

/**
 * What faults came to, and on what.
 *
 * @param version of this program
 * @param load the machine's load average over a minute when it began: what else ran there; not a
 *     number where the system does not tell
 */
public record FaultReport(
    Instant begun,
    String version,
    Machine machine,
    double load,
    Pace pace,
    List<FaultOutcome> outcomes) {

  public FaultReport {
    outcomes = List.copyOf(outcomes);
  }

  /** The version of these classes. */
  public static String ownVersion() {
    var packaged = FaultReport.class.getPackage().getImplementationVersion();
    return packaged == null ? "development" : packaged;
  }

  /** Whether something acknowledged was lost, or stored twice. */
  public boolean breached() {
    return outcomes.stream()
        .anyMatch(outcome -> outcome instanceof FaultOutcome.Measured measured && !measured.kept());
  }

  /** Whether every fault that can happen on this machine did, and was measured. */
  public boolean complete() {
    return outcomes.stream()
        .allMatch(
            outcome ->
                switch (outcome) {
                  case FaultOutcome.Measured _, FaultOutcome.LeftOut _ -> true;
                  case FaultOutcome.BrokenOff _, FaultOutcome.NotRun _ -> false;
                });
  }
}
