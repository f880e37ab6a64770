package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.report.ReportFiles;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.report.Summary;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole product in a minute. */
@Command(
    name = "demo",
    description = {
      "Start a cluster, load it for a minute, write a report, and stop it again.",
      "The cluster is called 'demo' and begins empty each time. Exit code 0, or 99 when one of the"
          + " scenario's thresholds is missed."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final String NAME = "demo";
  private static final int SHORTEST = 5;
  private static final int LONGEST = 3_600;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to measure, 5 to 3600, after a warm-up (default: ${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Engine nodes (default: ${DEFAULT-VALUE}).")
  private int nodes = 3;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where the report goes (default: ${DEFAULT-VALUE}).")
  private Path report = Path.of("report");

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Option(names = "--keep", description = "Leave the cluster running; 'hal9 down' stops it.")
  private boolean keep;

  private final Output output;
  private final Supplier<ClusterControl> control;

  DemoCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() {
    try {
      return demo();
    } catch (InterruptedException e) {
      output.message("interrupted; everything that was started has been stopped");
      return ExitCode.FAILED;
    }
  }

  private int demo() throws InterruptedException {
    var scenario = scenario();
    var spec = ClusterSpec.named(NAME).withNodes(nodes).withFresh(true);
    try (var ending = Ending.ofThisThread();
        var http = HttpClient.newHttpClient();
        var cluster = control.get().start(spec, event -> output.message(event.text()))) {
      var result =
          MeasuredRun.of(http, cluster.state())
              .run(scenario, new Progress(output, Terminal.palette(output), ""));
      show(result);
      if (keep && !ending.asked()) {
        cluster.letGo();
        output.message(
            "The cluster goes on at %s; stop it: hal9 down --name %s"
                .formatted(cluster.url(), NAME));
      }
      return result.load().passed() ? ExitCode.DONE : ExitCode.THRESHOLD_MISSED;
    }
  }

  private Scenario scenario() {
    if (seconds < SHORTEST || seconds > LONGEST) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "--seconds: %d is not %d to %d".formatted(seconds, SHORTEST, LONGEST));
    }
    return Stretch.to(Duration.ofSeconds(seconds), ScenarioFiles.bundled(NAME).orElseThrow());
  }

  private void show(RunReport result) {
    var files = ReportFiles.write(result, report);
    if (json) {
      output.result(new ReportJson(result).text());
    } else {
      output.message("");
      new Summary(result, Terminal.palette(output)).lines().forEach(output::result);
    }
    output.message("");
    output.message("report  " + files.page());
    output.message("data    " + files.data());
  }
}
