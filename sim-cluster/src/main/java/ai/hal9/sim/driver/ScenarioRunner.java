package ai.hal9.sim.driver;

import ai.hal9.sim.SimException;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadOutcome;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Runs scenarios to their end. */
public final class ScenarioRunner {

  private final LoadGenerator generator;
  private final Consumer<LoadRun> started;
  private final RunUsers users;

  /**
   * @param started told of every run that has begun
   * @param users whom requests are sent as
   */
  public ScenarioRunner(LoadGenerator generator, Consumer<LoadRun> started, RunUsers users) {
    this.generator = generator;
    this.started = started;
    this.users = users;
  }

  /**
   * Runs to the end of the scenario; an interrupt ends it at once.
   *
   * @param remedy what the user can do when no connection can be made
   * @throws SimException when no connection can be made, or the target does not take the users
   */
  public LoadResult run(
      Scenario scenario, ClusterAddress target, LoadListener listener, String remedy)
      throws InterruptedException {
    return run(scenario, target, listener, remedy, new RunWitness() {});
  }

  /** The same, with somebody beside it. */
  LoadResult run(
      Scenario scenario,
      ClusterAddress target,
      LoadListener listener,
      String remedy,
      RunWitness witness)
      throws InterruptedException {
    try (var loggedIn = LoggedIn.of(users, target, scenario)) {
      // several tokens may be one user's
      witness.users((int) loggedIn.users().stream().map(LoadUser::id).distinct().count());
      return run(scenario, target, listener, remedy, witness, loggedIn.users());
    }
  }

  private LoadResult run(
      Scenario scenario,
      ClusterAddress target,
      LoadListener listener,
      String remedy,
      RunWitness witness,
      List<LoadUser> known)
      throws InterruptedException {
    try (var games = OpenedGames.of(scenario, target, known, listener::warned);
        var run = generator.start(scenario, target.url(), known, games.seats(), listener)) {
      started.accept(run);
      return switch (run.outcome().get()) {
        case LoadOutcome.Ran(var result) -> {
          witness.ran(result);
          yield result;
        }
        case LoadOutcome.Unreachable(var reason) ->
            throw new SimException(
                SimException.Code.UNREACHABLE,
                "cannot connect to %s (%s); %s".formatted(target.url(), reason, remedy));
      };
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load generator failed: " + e.getCause(), e.getCause());
    }
  }
}
