package ai.hal9.sim.command;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.sim.SimException;
import ai.hal9.sim.bench.BenchJson;
import ai.hal9.sim.bench.BenchResult;
import ai.hal9.sim.bench.BenchScenario;
import ai.hal9.sim.bench.BenchTable;
import ai.hal9.sim.bench.Measurement;
import ai.hal9.sim.bench.Mode;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.report.ReportFiles;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Before and after, side by side. */
@Command(
    name = "bench",
    description = {
      "Measure the seeds' before/after table on this machine.",
      "",
      "One cluster of three nodes is loaded in turn with every optimisation off ('current') and"
          + " with the defaults ('target'). Both share everything else: the same processes,"
          + " database and balancer, commits that are flushed to disk, a mock language model of"
          + " 5 ms a hop, the same users asking again as soon as they are answered, contents of"
          + " the same distribution. Only the switches caching, coalescing, batching, pooling and"
          + " parallelism change, by a cluster-wide tuning change, confirmed on every node.",
      "",
      "The modes alternate, and every other round begins with the other one, so that a machine"
          + " that grows slower or faster favours neither. Every measurement has contents of its"
          + " own, so that its cache begins cold, and a warm-up of 5 s that is in no figure."
          + " Throughput is what was answered until the users began no more, over that time."
          + " A ratio is taken within each round; its spread over the rounds says how far to trust"
          + " it. Percentiles are taken from all rounds' samples together, never averaged.",
      "",
      "The cluster is called 'bench' and begins empty each time: what an earlier one of that name"
          + " has stored is dropped.",
      "",
      "The seed's own figures stand beside as reference: they were measured on other machines."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  private static final String NAME = "bench";
  private static final Duration SPREADING = Duration.ofSeconds(5);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Length of each measurement without warm-up (default: ${DEFAULT-VALUE}).")
  private int seconds = 15;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each mode is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Concurrent users of both modes (default: ${DEFAULT-VALUE}).")
  private int users = 100;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Also write bench.json and the report of each measurement there.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  private final Output output;
  private final Supplier<ClusterControl> control;

  BenchCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() {
    if (seconds < 2 || seconds > 600 || rounds < 1 || rounds > 20 || users < 1 || users > 5_000) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "--seconds is 2 to 600, --rounds 1 to 20, --users 1 to 5000");
    }
    if (report != null) {
      ReportFiles.prepare(report);
    }
    var spec = ClusterSpec.named(NAME).withFresh(true).with(TuningCatalogue.MOCK_DELAY.key(), "5");
    try (var _ = Ending.ofThisThread(output);
        var http = HomeTrust.client();
        var cluster = control.get().start(spec, event -> output.message(event.text()))) {
      measure(MeasuredRun.of(http, cluster.state()));
      return ExitCode.DONE;
    } catch (InterruptedException e) {
      output.message("interrupted; everything that was started has been stopped");
      return ExitCode.FAILED;
    }
  }

  /** Measures, and shows what was measured, however that ended. */
  private void measure(MeasuredRun run) throws InterruptedException {
    var measurements = new ArrayList<Measurement>();
    try {
      measure(run, measurements);
    } finally {
      if (!measurements.isEmpty()) {
        show(new BenchResult(measurements));
      }
    }
  }

  private void measure(MeasuredRun run, List<Measurement> measurements)
      throws InterruptedException {
    for (var round = 1; round <= rounds; round++) {
      for (var mode : order(round)) {
        apply(run.api(), mode);
        var scenario = BenchScenario.of(users, Duration.ofSeconds(seconds), mode, round);
        var label = "round %d of %d, %-7s ".formatted(round, rounds, mode.label());
        var result = run.run(scenario, new Progress(output, Terminal.palette(output), label));
        measurements.add(Measurement.of(round, mode, users, result));
        if (report != null) {
          ReportFiles.write(result, report.resolve(scenario.name()));
        }
      }
    }
  }

  private static List<Mode> order(int round) {
    var modes = List.of(Mode.values());
    return round % 2 == 1 ? modes : modes.reversed();
  }

  /** Changes the switches and waits until every node says so. */
  private static void apply(ClusterApi api, Mode mode) throws InterruptedException {
    api.tune(TuningScope.CLUSTER, mode.tuning(), "hal9 bench", "measuring " + mode.label());
    var end = Instant.now().plus(SPREADING);
    for (var node : api.members().values()) {
      while (!api.tuning(node).entrySet().containsAll(mode.tuning().entrySet())) {
        if (Instant.now().isAfter(end)) {
          throw new SimException(
              SimException.Code.UNREACHABLE,
              "%s did not take over the switches of '%s' within %d s; nothing was measured with it"
                  .formatted(node, mode.label(), SPREADING.toSeconds()));
        }
        Thread.sleep(Duration.ofMillis(100));
      }
    }
  }

  private void show(BenchResult result) {
    var text = new BenchJson(result).text();
    if (json) {
      output.result(text);
    } else {
      output.message("");
      var palette = Terminal.palette(output);
      new BenchTable(result).lines().forEach(line -> output.result(palette.written(line)));
    }
    if (report != null) {
      write(report.resolve("bench.json"), text);
    }
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text + "\n");
      output.message("data    " + file.toAbsolutePath());
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.STORAGE,
          "cannot write %s (%s); choose another place with --report"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
