package ai.hal9.sim.command;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.sim.SimException;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadOutcome;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs a scenario for a command: progress on the terminal, and Ctrl-C as a graceful stop after
 * which the command still reports. Close it when the command has said all it has to say.
 */
final class ScenarioRunner implements AutoCloseable {

  private static final int LOG_EVERY_SECONDS = 5;

  private final LoadGenerator generator;
  private final Output output;
  private final CountDownLatch reported = new CountDownLatch(1);

  ScenarioRunner(LoadGenerator generator, Output output) {
    this.generator = generator;
    this.output = output;
  }

  /**
   * Runs it to its end.
   *
   * @throws SimException when the target cannot be reached or the wait was interrupted
   */
  LoadResult run(Scenario scenario, URI target, LoadListener listener) {
    var progress = new Progress(scenario, output);
    var run =
        generator.start(
            scenario,
            target,
            (interval, verdicts) -> {
              progress.interval(interval, verdicts);
              listener.interval(interval, verdicts);
            });
    var patience = scenario.gracefulStop().plusSeconds(10).toMillis();
    var interrupted =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  output.message(
                      "stopping: requests under way have %s"
                          .formatted(DurationText.format(scenario.gracefulStop())));
                  run.stop();
                  awaitReport(patience);
                });
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      return switch (run.outcome().get()) {
        case LoadOutcome.Ran(var result) -> result;
        case LoadOutcome.Unreachable(var reason) ->
            throw new SimException(
                SimException.Code.UNREACHABLE,
                "cannot connect to %s (%s); start a cluster with 'hal9 up' or name another --target"
                    .formatted(target, reason));
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.close();
      throw new SimException(SimException.Code.INTERRUPTED, "the run was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      if (!interrupted.isAlive()) {
        try {
          Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException e) {
          // the process is ending, and the hook is what ends it
        }
      }
    }
  }

  private void awaitReport(long millis) {
    try {
      if (!reported.await(millis, TimeUnit.MILLISECONDS)) {
        output.message("hal9: the report took too long and is lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    reported.countDown();
  }

  /** One line per second where someone watches, else one every few seconds. */
  private static final class Progress implements LoadListener {
    private final Scenario scenario;
    private final Output output;
    private int seconds;

    Progress(Scenario scenario, Output output) {
      this.scenario = scenario;
      this.output = output;
    }

    @Override
    public void interval(LoadInterval interval, List<ThresholdVerdict> verdicts) {
      var line = line(interval, verdicts);
      if (output.terminal()) {
        output.passing(line);
      } else if (++seconds % LOG_EVERY_SECONDS == 0) {
        output.message(line);
      }
    }

    private String line(LoadInterval interval, List<ThresholdVerdict> verdicts) {
      var counts = interval.counts();
      var missed = verdicts.stream().filter(verdict -> !verdict.met()).count();
      var load =
          scenario.executor() instanceof OpenModel
              ? "%,.0f offered/s".formatted(interval.offeredRate())
              : "%,d users".formatted(interval.users());
      return String.format(
          Locale.ROOT,
          "%s %s  %s  %,.0f/s  p50 %.1f ms  p99 %.1f ms  failed %,d  dropped %,d%s%s",
          scenario.name(),
          clock(interval),
          load,
          interval.throughput(),
          interval.responseTime().millis(50),
          interval.responseTime().millis(99),
          counts.failed(),
          counts.dropped(),
          Double.isNaN(counts.hitRate())
              ? ""
              : String.format(Locale.ROOT, "  hits %.0f %%", 100 * counts.hitRate()),
          missed == 0 ? "" : "  thresholds missed " + missed);
    }

    private String clock(LoadInterval interval) {
      var end = interval.offset().plus(interval.length());
      return switch (interval.phase()) {
        case WARM_UP -> "warm-up " + end.negated().plusMillis(500).toSeconds() + "s left";
        case MEASURED -> seconds(end) + "/" + seconds(scenario.executor().duration()) + "s";
        case DRAINING -> "stopping";
      };
    }

    private static long seconds(Duration duration) {
      return Math.round(duration.toMillis() / 1_000.0);
    }
  }
}
