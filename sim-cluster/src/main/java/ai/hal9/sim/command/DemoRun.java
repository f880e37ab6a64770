package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.driver.ScenarioRunner;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.scenario.Scenario;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A demo's load on a thread of its own, so that a window can be open meanwhile. */
final class DemoRun implements DemoLoad, AutoCloseable {

  private final Scenario scenario;
  private final Function<RunReport, Path> reporting;
  private final CompletableFuture<RunReport> report = new CompletableFuture<>();
  private final Thread thread;
  private volatile State state;
  private @Nullable LoadRun run;
  private boolean stopped;

  private DemoRun(
      HttpClient http,
      RunningCluster cluster,
      Scenario scenario,
      LoadListener progress,
      Function<RunReport, Path> reporting) {
    this.scenario = scenario;
    this.reporting = reporting;
    state = State.before(scenario);
    var measured =
        MeasuredRun.of(
            http, cluster.state(), new ScenarioRunner(LoadGenerator.create(), this::begun));
    thread =
        Thread.ofPlatform().name("demo-load").unstarted(() -> measure(measured, follow(progress)));
  }

  /**
   * Begins.
   *
   * @param progress follows it
   * @param reporting writes the report, once, and says where its page is
   */
  static DemoRun start(
      HttpClient http,
      RunningCluster cluster,
      Scenario scenario,
      LoadListener progress,
      Function<RunReport, Path> reporting) {
    var begun = new DemoRun(http, cluster, scenario, progress, reporting);
    begun.thread.start();
    return begun;
  }

  @Override
  public State state() {
    return state;
  }

  /** Offers nothing more; what is under way is awaited and the report written. */
  synchronized void stop() {
    stopped = true;
    if (run != null) {
      run.stop();
    }
  }

  /** Waits for the end of the load. */
  RunReport report() throws InterruptedException {
    try {
      return report.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SimException known
          ? known
          : new IllegalStateException(e.getCause());
    }
  }

  /** A cluster that is not stopped, nor let go, under load. */
  RunningCluster sparing(RunningCluster cluster) {
    return new Spared(cluster);
  }

  /** Ends it at once. Without effect when it has ended. */
  @Override
  public void close() {
    thread.interrupt();
    awaitThread();
  }

  private void awaitThread() {
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void begun(LoadRun started) {
    run = started;
    if (stopped) {
      started.stop();
    }
  }

  private void measure(MeasuredRun measured, LoadListener listener) {
    try {
      var result = measured.run(scenario, listener);
      var page = reporting.apply(result);
      ended(new End.Measured(result, page));
      report.complete(result);
    } catch (InterruptedException e) {
      report.completeExceptionally(
          new SimException(SimException.Code.INTERRUPTED, "the load was interrupted", e));
    } catch (RuntimeException e) {
      ended(new End.Failed(CommandRunner.sentence(e)));
      report.completeExceptionally(e);
    }
  }

  private LoadListener follow(LoadListener progress) {
    return (LoadInterval interval, List<ThresholdVerdict> thresholds) -> {
      state = new State(scenario, Optional.of(interval), thresholds, Optional.empty());
      progress.interval(interval, thresholds);
    };
  }

  private void ended(End end) {
    state = new State(scenario, state.latest(), state.thresholds(), Optional.of(end));
  }

  private final class Spared implements RunningCluster {

    private final RunningCluster cluster;

    Spared(RunningCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public ClusterState state() {
      return cluster.state();
    }

    @Override
    public boolean alive() {
      return cluster.alive();
    }

    @Override
    public boolean awaitEnd(Duration time) throws InterruptedException {
      return cluster.awaitEnd(time);
    }

    @Override
    public void letGo() {
      DemoRun.this.stop();
      cluster.letGo();
    }

    @Override
    public void stop() {
      DemoRun.this.stop();
      awaitThread();
      cluster.stop();
    }

    @Override
    public void close() {
      stop();
    }
  }
}
