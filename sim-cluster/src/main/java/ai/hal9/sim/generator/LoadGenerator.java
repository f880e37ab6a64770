package ai.hal9.sim.generator;

import ai.hal9.sim.game.Seat;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.trust.HomeTrust;
import java.net.URI;
import java.util.List;

/** Starts runs of scenarios. */
public interface LoadGenerator {

  /** A generator with one event loop per core beyond the first, at least one. */
  static LoadGenerator create() {
    return new NettyGenerator(Transport.available(), HomeTrust.context());
  }

  /** A generator with a given number of event loops. */
  static LoadGenerator withEventLoops(int count) {
    return new NettyGenerator(Transport.available().withLoops(count), HomeTrust.context());
  }

  /**
   * Connects to a target and, once connected, offers the scenario's load to it.
   *
   * @param scenario what to offer
   * @param target scheme {@code http} or {@code https}, host and port; a path is put before the
   *     scenario's paths
   * @param users whom requests are sent as, the scenario's users shared out among them; none: no
   *     request shows a token but what the scenario says
   * @param seats who plays, in the order in which they act; none but for a scenario of games
   * @param listener follows the run
   * @throws IllegalArgumentException when the target is no such address, or a scenario of games has
   *     no seats
   */
  LoadRun start(
      Scenario scenario, URI target, List<LoadUser> users, List<Seat> seats, LoadListener listener);

  /** The same, without games. */
  default LoadRun start(
      Scenario scenario, URI target, List<LoadUser> users, LoadListener listener) {
    return start(scenario, target, users, List.of(), listener);
  }

  /** The same, as nobody. */
  default LoadRun start(Scenario scenario, URI target, LoadListener listener) {
    return start(scenario, target, List.of(), listener);
  }
}
