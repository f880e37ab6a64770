package ai.hal9.sim.driver;

import ai.hal9.sim.SimException;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadOutcome;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Runs scenarios to their end. */
public final class ScenarioRunner {

  private final LoadGenerator generator;
  private final Consumer<LoadRun> started;

  /**
   * @param started told of every run that has begun
   */
  public ScenarioRunner(LoadGenerator generator, Consumer<LoadRun> started) {
    this.generator = generator;
    this.started = started;
  }

  /**
   * Runs to the end of the scenario; an interrupt ends it at once.
   *
   * @param remedy what the user can do when no connection can be made
   * @throws SimException when no connection can be made
   */
  public LoadResult run(Scenario scenario, URI target, LoadListener listener, String remedy)
      throws InterruptedException {
    try (var run = generator.start(scenario, target, listener)) {
      started.accept(run);
      return switch (run.outcome().get()) {
        case LoadOutcome.Ran(var result) -> result;
        case LoadOutcome.Unreachable(var reason) ->
            throw new SimException(
                SimException.Code.UNREACHABLE,
                "cannot connect to %s (%s); %s".formatted(target, reason, remedy));
      };
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load generator failed: " + e.getCause(), e.getCause());
    }
  }
}
