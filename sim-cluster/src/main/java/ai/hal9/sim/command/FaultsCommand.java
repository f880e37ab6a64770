package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.fault.Durability;
import ai.hal9.sim.fault.Fault;
import ai.hal9.sim.fault.FaultJson;
import ai.hal9.sim.fault.FaultPage;
import ai.hal9.sim.fault.FaultReport;
import ai.hal9.sim.fault.FaultRun;
import ai.hal9.sim.fault.FaultSeries;
import ai.hal9.sim.fault.FaultTable;
import ai.hal9.sim.fault.Faults;
import ai.hal9.sim.fault.Pace;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.report.Machine;
import ai.hal9.sim.report.ReportFiles;
import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Breaks things under load, and counts what was lost. */
@Command(
    name = "faults",
    description = {
      "Break a cluster under load, and look for every acknowledgement.",
      "",
      "Each fault happens to a cluster of its own in a directory of its own; clusters that run are"
          + " left alone. A steady load goes on before, during and after; then everything is"
          + " started again, and what was acknowledged is compared with what PostgreSQL holds, by"
          + " id and content. A fault takes about a minute and a half.",
      "",
      "Exit code 99 when something acknowledged was lost or stored twice; the cluster's data and"
          + " logs are kept then."
    },
    mixinStandardHelpOptions = true)
final class FaultsCommand implements Callable<Integer> {

  private static final int NODES = 3;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Names.class,
      description = "These faults alone (default: all): ${COMPLETION-CANDIDATES}.")
  private List<String> only = List.of();

  @Option(
      names = "--durability",
      paramLabel = "WHICH",
      split = ",",
      description =
          "What an acknowledgement promises: ${COMPLETION-CANDIDATES} (default: one after the"
              + " other).")
  private List<Durability> durabilities = List.of(Durability.values());

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Also write the result there, as Markdown; after each fault, so that a run that is ended"
              + " keeps what it has.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  private final Output output;

  FaultsCommand(Output output) {
    this.output = output;
  }

  /** What {@code --only} takes. */
  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Faults.all().stream().map(Fault::name).iterator();
    }
  }

  @Override
  public Integer call() {
    var faults = chosen();
    if (report != null) {
      ReportFiles.prepareFor(report);
    }
    try (var _ = Ending.ofThisThread(output)) {
      return exitCode(made(faults));
    }
  }

  /** Null when the first was not finished. */
  private @Nullable FaultReport made(List<Fault> faults) {
    var begun = Instant.now();
    var load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    var last = new AtomicReference<@Nullable FaultReport>();
    var unwritten = new AtomicReference<@Nullable SimException>();
    try {
      new FaultSeries(faults, durabilities)
          .run(
              runner(),
              outcomes -> {
                var made =
                    new FaultReport(
                        begun,
                        FaultReport.ownVersion(),
                        Machine.current(),
                        load,
                        Pace.standard(),
                        outcomes);
                last.set(made);
                unwritten.set(write(made));
              });
    } catch (InterruptedException e) {
      output.message("interrupted; everything that was started has been stopped");
    } finally {
      show(last.get());
    }
    var problem = unwritten.get();
    if (problem != null) {
      throw problem;
    }
    return last.get();
  }

  private FaultSeries.Runner runner() {
    var home = new Hal9Home(Hal9Home.standard().directory().resolve("faults"));
    var control = ClusterControl.of(home, Installation.current());
    return (fault, durability) -> {
      var label = "%s, %s: ".formatted(fault.name(), durability.value());
      var outcome =
          new FaultRun(
                  control,
                  name -> ClusterSpec.named(name).withNodes(NODES),
                  Pace.standard(),
                  text -> output.message(label + text))
              .run(fault, durability);
      output.message(label + FaultTable.summary(outcome));
      return outcome;
    };
  }

  private static int exitCode(@Nullable FaultReport made) {
    if (made != null && made.breached()) {
      return ExitCode.THRESHOLD_MISSED;
    }
    return made != null && made.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<Fault> chosen() {
    var all = Faults.all();
    var unknown =
        only.stream()
            .filter(name -> all.stream().noneMatch(fault -> fault.name().equals(name)))
            .toList();
    if (!unknown.isEmpty()) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "there is no fault %s; there are %s"
              .formatted(String.join(", ", unknown), String.join(", ", new Names())));
    }
    return all.stream().filter(fault -> only.isEmpty() || only.contains(fault.name())).toList();
  }

  private void show(@Nullable FaultReport made) {
    if (made == null) {
      return;
    }
    if (report != null) {
      output.message("report  " + report.toAbsolutePath());
    }
    if (json) {
      output.result(new FaultJson(made).text());
    } else {
      var palette = Terminal.palette(output);
      FaultTable.lines(made.outcomes()).forEach(line -> output.result(palette.written(line)));
    }
  }

  /**
   * Replaces the page in one step, so that it is whole whenever this process ends.
   *
   * @return why it could not; the faults that are left are worth more than an end at once
   */
  private @Nullable SimException write(FaultReport made) {
    var page = report;
    if (page == null) {
      return null;
    }
    try {
      WholeFile.write(page, new FaultPage(made, NODES).text());
      return null;
    } catch (IOException e) {
      var problem =
          new SimException(
              SimException.Code.STORAGE,
              "cannot write %s (%s); what was measured is above".formatted(page, e.getMessage()),
              e);
      output.message("cannot write %s (%s); tried again later".formatted(page, e.getMessage()));
      return problem;
    }
  }
}
