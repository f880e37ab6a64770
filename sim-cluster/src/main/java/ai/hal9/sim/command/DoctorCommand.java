package ai.hal9.sim.command;

import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.machine.Doctor;
import ai.hal9.sim.machine.Finding;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what would spoil a run here. */
@Command(
    name = "doctor",
    description = {
      "Show what on this machine would spoil a run, and the command that mends each.",
      "Exits with 1 when something would."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  private final Output output;

  DoctorCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    var findings = Doctor.ofThisMachine(Hal9Home.standard().directory()).findings();
    if (json) {
      output.json(findings);
    } else {
      findings.forEach(this::show);
      output.message(summary(findings));
    }
    return findings.stream().anyMatch(finding -> finding.severity().spoils())
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  private void show(Finding finding) {
    output.result(
        "%-8s %-26s %s"
            .formatted(
                finding.severity().name().toLowerCase(Locale.ROOT),
                finding.check(),
                finding.text()));
    if (!finding.fix().isEmpty()) {
      output.result("%-8s %-26s fix: %s".formatted("", "", finding.fix()));
    }
  }

  private static String summary(List<Finding> findings) {
    var spoiling = findings.stream().filter(finding -> finding.severity().spoils()).count();
    return spoiling == 0
        ? "nothing here spoils a run"
        : "%d of %d would spoil a run".formatted(spoiling, findings.size());
  }
}
