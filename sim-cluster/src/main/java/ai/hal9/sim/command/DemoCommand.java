package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.ReportPage;
import ai.hal9.sim.report.Summary;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.trust.HomeTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole product in a minute. */
@Command(
    name = "demo",
    description = {
      "Start a cluster, load it for a minute, write a report, and stop it again.",
      "Where there is a display, the console's window opens on it meanwhile, and the demo ends when"
          + " that is closed; it asks whether to stop the cluster.",
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

  @Option(
      names = "--keep",
      description = "Leave the cluster running; 'hal9 down' stops it. A window asks instead.")
  private boolean keep;

  @Option(names = "--headless", description = "Open no window, even where there is a display.")
  private boolean headless;

  @Mixin private NodeConfigFile nodeConfig = new NodeConfigFile();

  private final Output output;
  private final Supplier<ClusterControl> control;
  private final DemoWindow window;

  DemoCommand(Output output, Supplier<ClusterControl> control, DemoWindow window) {
    this.output = output;
    this.control = control;
    this.window = window;
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
    report().check();
    var spec =
        ClusterSpec.named(NAME)
            .withNodes(nodes)
            .withFresh(true)
            .withNodeSettings(nodeConfig.read());
    try (var ending = Ending.ofThisThread(output);
        var cluster = control.get().start(spec, event -> output.message(event.text()));
        var followed =
            new FollowedDemo(
                NAME,
                Stretch.text(ScenarioFiles.bundledText(NAME).orElseThrow(), scenario),
                progress(),
                report())) {
      var seen = watch(cluster, followed);
      var passed = seen ? followed.passed() : measure(cluster, scenario);
      if (seen ? cluster.alive() : keep && !ending.asked()) {
        cluster.letGo();
        output.message(
            "The cluster goes on at %s; stop it: hal9 down --name %s"
                .formatted(cluster.url(), NAME));
      }
      return passed ? ExitCode.DONE : ExitCode.THRESHOLD_MISSED;
    }
  }

  /**
   * Shows it in a window, where there is one.
   *
   * @return whether there was; then the user has said what shall become of the cluster
   */
  private boolean watch(RunningCluster cluster, DemoLoad load) throws InterruptedException {
    if (headless || !window.present()) {
      return false;
    }
    output.message("the console's window shows it; the demo ends when you close that");
    return window.watch(cluster, load);
  }

  /** Without a window, nothing else of this process is in the figures. */
  private boolean measure(RunningCluster cluster, Scenario scenario) throws InterruptedException {
    try (var http = HomeTrust.client()) {
      var result = MeasuredRun.of(http, cluster.state()).run(scenario, progress());
      report()
          .write(
              new ReportPage(result).html(),
              new ReportJson(result).text(),
              new Summary(result, Terminal.palette(output)).lines());
      return result.load().passed();
    }
  }

  private Progress progress() {
    return new Progress(output, Terminal.palette(output), "");
  }

  private DemoReport report() {
    return new DemoReport(output, report, json);
  }

  private Scenario scenario() {
    if (seconds < SHORTEST || seconds > LONGEST) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "--seconds: %d is not %d to %d".formatted(seconds, SHORTEST, LONGEST));
    }
    return Stretch.to(Duration.ofSeconds(seconds), ScenarioFiles.bundled(NAME).orElseThrow());
  }
}
