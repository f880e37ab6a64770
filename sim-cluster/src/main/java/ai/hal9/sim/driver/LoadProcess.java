package ai.hal9.sim.driver;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.GeneratorCheck;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.report.Palette;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.ReportPage;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.report.Summary;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.trust.HomeTrust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load generator as a process of its own, so that what else its owner does is in no figure.
 * Standard input carries a {@link LoadOrder}, then {@link LoadCommand}s, one a line; its end is the
 * owner's end, and this process's. Standard output carries {@link LoadNews}, one a line.
 */
public final class LoadProcess {

  private static final Logger LOG = LoggerFactory.getLogger(LoadProcess.class);

  private final NewsWriter news;
  private final Thread performer = Thread.currentThread();
  private @Nullable LoadRun run;
  private LoadCommand.@Nullable Line early;

  private LoadProcess(PrintStream out) {
    news = new NewsWriter(out);
  }

  /** Runs one scenario; exits with 0 when there was something to report, else with 1. */
  public static void main(String[] arguments) throws IOException {
    PlainFigures.everywhere();
    var process = new LoadProcess(System.out);
    // whatever a library prints is no news
    System.setOut(System.err);
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var order = orders.readLine();
    if (order == null) {
      System.exit(1);
      return;
    }
    Thread.ofPlatform().daemon().name("owner-orders").start(() -> process.obey(orders));
    System.exit(process.perform(SimJson.LINE.readValue(order, LoadOrder.class)) ? 0 : 1);
  }

  private boolean perform(LoadOrder order) {
    try {
      var report = run(order);
      news.last(
          new LoadNews.Ended(
              new ReportJson(report).text(),
              new ReportPage(report).html(),
              new Summary(report, Palette.COLOURED).lines()));
      return true;
    } catch (SimException e) {
      news.last(new LoadNews.Failed(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      news.last(new LoadNews.Failed("it was stopped before it sent anything"));
    } catch (RuntimeException e) {
      LOG.error("The run failed; please report this", e);
      news.last(new LoadNews.Failed("the load generator failed: " + e));
    }
    return false;
  }

  private RunReport run(LoadOrder order) throws InterruptedException {
    if (order.protocol() != LoadOrder.PROTOCOL) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "the load generator speaks version %d, not %d; build hal9 anew"
              .formatted(LoadOrder.PROTOCOL, order.protocol()));
    }
    var scenario = scenario(order);
    var users = RunUsers.inEnvironment(System.getenv()).orElseGet(RunUsers.Own::new);
    var runner = new ScenarioRunner(LoadGenerator.create(), this::begun, users);
    var address = new ClusterAddress(order.url(), order.token());
    try (var http = HomeTrust.client()) {
      var local = local(order);
      var measured =
          local.isPresent()
              ? MeasuredRun.of(http, local.get(), runner)
              : MeasuredRun.at(http, address, order.cluster(), runner);
      return measured.run(scenario, new Teller());
    }
  }

  private static Scenario scenario(LoadOrder order) {
    return switch (ScenarioFiles.read(order.name(), order.scenario())) {
      case ScenarioReading.Accepted(var scenario) -> scenario;
      case ScenarioReading.Rejected(var errors) ->
          throw new SimException(SimException.Code.CONFIGURATION, errors.getFirst().text());
    };
  }

  /** The cluster of this machine's user at that address, of which more is known. */
  private static Optional<ClusterState> local(LoadOrder order) {
    var clusters = ClusterControl.standard();
    return clusters.names().stream()
        .flatMap(name -> clusters.state(name).stream())
        .filter(state -> state.state() != ClusterState.Phase.STOPPED)
        .filter(state -> state.url().equals(order.url()))
        .findFirst();
  }

  private synchronized void begun(LoadRun started) {
    run = started;
    if (early != null) {
      obey(early);
    }
  }

  private void obey(BufferedReader orders) {
    try {
      String line;
      while ((line = orders.readLine()) != null) {
        obey(SimJson.LINE.readValue(line, LoadCommand.Line.class));
      }
    } catch (IOException e) {
      // a broken pipe is an owner that has ended
    }
    // nobody is left to report to
    Runtime.getRuntime().halt(1);
  }

  private synchronized void obey(LoadCommand.Line line) {
    if (run == null) {
      early = line;
      if (line.command() == LoadCommand.STOP || line.command() == LoadCommand.ABORT) {
        // making what the load needs, such as games, may take long
        performer.interrupt();
      }
      return;
    }
    switch (line.command()) {
      case RATE, USERS -> run.steer(line.target());
      case FOLLOW -> run.follow();
      case STOP -> run.stop();
      case ABORT -> run.close();
    }
  }

  /** The latest check goes with each interval. */
  private final class Teller implements LoadListener {

    private Optional<GeneratorCheck> check = Optional.empty();

    @Override
    public void warned(String words) {
      news.passing(new LoadNews.Warned(words));
    }

    @Override
    public void checked(GeneratorCheck soFar) {
      check = Optional.of(soFar);
    }

    @Override
    public void interval(LoadInterval interval, List<ThresholdVerdict> thresholds) {
      news.passing(
          new LoadNews.Progress(Instant.now(), System.nanoTime(), interval, thresholds, check));
    }
  }
}
