package ai.hal9.sim.command;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes Ctrl-C and SIGTERM offer nothing more, instead of ending the process: requests under way
 * are awaited and the command still reports. A second one cuts them off, a third ends the process.
 * Close it when the command has said all it has to say.
 */
final class GracefulStop implements AutoCloseable {

  /** For gathering what the nodes still have to say, and for writing the report. */
  private static final Duration REPORTING = Duration.ofSeconds(20);

  private final Scenario scenario;
  private final Output output;
  private final Thread command;
  private final CountDownLatch reported = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().unstarted(this::stop);
  private @Nullable LoadRun run;
  private boolean asked;

  private GracefulStop(Scenario scenario, Output output, Thread command) {
    this.scenario = scenario;
    this.output = output;
    this.command = command;
  }

  /** For a command that this thread runs. */
  static GracefulStop ofThisThread(Scenario scenario, Output output) {
    var stop = new GracefulStop(scenario, output, Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** Says what there is to stop. */
  synchronized void started(LoadRun begun) {
    run = begun;
    if (asked) {
      begun.stop();
    }
  }

  private void stop() {
    askToStop();
    try {
      if (!reported.await(
          scenario.gracefulStop().plus(REPORTING).toMillis(), TimeUnit.MILLISECONDS)) {
        output.message("hal9: the report took too long and is lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void askToStop() {
    asked = true;
    var begun = run;
    if (begun == null) {
      AnotherCtrlC.ends(output);
      command.interrupt();
    } else {
      AnotherCtrlC.does(() -> cutOff(begun));
      output.message(
          "stopping: requests under way have %s; Ctrl-C again cuts them off"
              .formatted(DurationText.format(scenario.gracefulStop())));
      begun.stop();
    }
  }

  private void cutOff(LoadRun begun) {
    AnotherCtrlC.ends(output);
    output.message("requests under way are cut off; Ctrl-C again ends without a report");
    begun.close();
  }

  @Override
  public void close() {
    reported.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is part of that
    }
  }
}
