package ai.hal9.sim.command;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.driver.RunUsers;
import ai.hal9.sim.driver.ScenarioRunner;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.report.Machine;
import ai.hal9.sim.report.ReportFiles;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.report.Setup;
import ai.hal9.sim.report.Summary;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.TelemetryLog;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a load scenario. */
@Command(
    name = "run",
    description = {
      "Run a load scenario against the local cluster or another address.",
      "A local cluster's nodes are listened to meanwhile; of any other target the report has the"
          + " client's side only."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with 0 when every threshold was met, 99 when one was missed, 2 when the scenario",
      "cannot be read, and 1 when the target cannot be reached. Ctrl-C stops, still reports, and",
      "ends with 130 whatever the thresholds (143 after SIGTERM); a second one does not wait for",
      "requests under way."
    })
final class RunCommand implements Callable<Integer> {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Parameters(
      paramLabel = "SCENARIO|FILE.yaml",
      arity = "0..1",
      description = "A bundled scenario (see --list) or a file.")
  private @Nullable String scenario;

  @Option(names = "--list", description = "List the bundled scenarios and end.")
  private boolean list;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "Where requests go; by default the running local cluster.")
  private @Nullable String target;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The local cluster, where several are running.")
  private @Nullable String name;

  @Option(names = "--allow-remote", description = "Let --target be another machine.")
  private boolean allowRemote;

  @Option(
      names = "--user-token-file",
      paramLabel = "FILE",
      description = {
        "A file with users' tokens or API keys, blanks or line ends between them; requests are"
            + " shared out among these users. So is what is in the environment variable "
            + RunUsers.VARIABLE
            + ".",
        "Without either, a target on this machine that serves known users only gets users of the"
            + " run's own."
      })
  private @Nullable Path userTokenFile;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description =
          "Run it in this time, for instance 30s or 5min: every stage longer or shorter in"
              + " proportion, the warm-up as it is.")
  private @Nullable String duration;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write report.html and report.json into this directory.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print the result as JSON instead of a summary.")
  private boolean json;

  private final Output output;
  private final Supplier<ClusterControl> control;
  private final Map<String, String> environment;

  RunCommand(Output output, Supplier<ClusterControl> control, Map<String, String> environment) {
    this.output = output;
    this.control = control;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (list) {
      list();
      return ExitCode.DONE;
    }
    if (scenario == null) {
      output.message("hal9: name a scenario or a file; 'hal9 run --list' shows the bundled ones");
      return ExitCode.USAGE;
    }
    return switch (read(scenario)) {
      case ScenarioReading.Accepted(var read) -> run(inTime(read));
      case ScenarioReading.Rejected(var errors) -> {
        output.message(
            "hal9: %s has %d %s"
                .formatted(scenario, errors.size(), errors.size() == 1 ? "error" : "errors"));
        errors.forEach(error -> output.message("  " + error.text()));
        yield ExitCode.USAGE;
      }
    };
  }

  private int run(Scenario read) {
    var clusters = control.get();
    var to =
        target == null ? Target.running(clusters, name) : Target.of(target, allowRemote, clusters);
    if (report != null) {
      ReportFiles.prepare(report);
    }
    try (var stop = GracefulStop.ofThisThread(read, output);
        var http = HomeTrust.client()) {
      var runner = new ScenarioRunner(LoadGenerator.create(), stop::started, users(to));
      var progress = new Progress(output, Terminal.palette(output), read.name() + " ");
      var result =
          switch (to) {
            case Target.Cluster(var state) ->
                MeasuredRun.of(http, state, runner).run(read, progress);
            case Target.Address(var url, _) ->
                RunReport.of(
                    runner.run(
                        read,
                        new ClusterAddress(url, ""),
                        progress,
                        "start a cluster with 'hal9 up' or name another --target"),
                    new TelemetryLog(RunReport.METRICS),
                    Setup.ofForeignTarget(Machine.current()));
          };
      tell(result);
      return result.load().passed() ? ExitCode.DONE : ExitCode.THRESHOLD_MISSED;
    } catch (InterruptedException e) {
      output.message("interrupted before the load had begun; there is nothing to report");
      return ExitCode.FAILED;
    }
  }

  private RunUsers users(Target to) {
    if (userTokenFile != null) {
      return RunUsers.inFile(userTokenFile);
    }
    return RunUsers.inEnvironment(environment)
        .orElseGet(
            () ->
                switch (to) {
                  case Target.Cluster _ -> new RunUsers.Own();
                  case Target.Address(_, var here) ->
                      here ? new RunUsers.Own() : new RunUsers.Nobody();
                });
  }

  private Scenario inTime(Scenario read) {
    if (duration == null) {
      return read;
    }
    var time = DurationText.parse(duration);
    if (time.isEmpty() || time.get().compareTo(SHORTEST) < 0) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "--duration: '%s' is no time of a second or more, such as 30s or 5min"
              .formatted(duration));
    }
    var stretched = Stretch.to(time.get(), read);
    var unplayable = stretched.games().unplayable(stretched.executor(), stretched.length());
    if (unplayable.isPresent()) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "--duration %s: games %s".formatted(duration, unplayable.get()));
    }
    return stretched;
  }

  private void tell(RunReport result) {
    if (json) {
      output.result(new ReportJson(result).text());
    } else {
      new Summary(result, Terminal.palette(output)).lines().forEach(output::result);
    }
    if (report != null) {
      var files = ReportFiles.write(result, report);
      output.message("report  " + files.page());
      output.message("data    " + files.data());
    }
  }

  private void list() {
    for (var bundled : ScenarioFiles.bundledNames()) {
      var read = ScenarioFiles.bundled(bundled).orElseThrow();
      output.result(
          "%-18s %-7s %s"
              .formatted(bundled, DurationText.format(read.length()), read.description()));
    }
  }

  private static ScenarioReading read(String given) {
    var bundled = ScenarioFiles.bundledText(given);
    if (bundled.isPresent()) {
      return ScenarioFiles.read(given, bundled.get());
    }
    var file = Path.of(given);
    if (!Files.exists(file)) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "%s is neither a bundled scenario (%s) nor a file"
              .formatted(given, String.join(", ", ScenarioFiles.bundledNames())));
    }
    try {
      var fileName = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
      return ScenarioFiles.read(fileName, Files.readString(file));
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "cannot read %s (%s)".formatted(given, e.getMessage()),
          e);
    }
  }
}
