package ai.hal9.sim.generator;

import ai.hal9.sim.game.Seat;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.util.List;

/** Runs scenarios on Netty's event loops. */
record NettyGenerator(Transport transport) implements LoadGenerator {

  @Override
  public LoadRun start(
      Scenario scenario,
      URI target,
      List<LoadUser> users,
      List<Seat> seats,
      LoadListener listener) {
    if (!"http".equals(target.getScheme()) || target.getHost() == null) {
      throw new IllegalArgumentException("a target is http://host:port, not " + target);
    }
    if (scenario.games().played() == seats.isEmpty()) {
      throw new IllegalArgumentException("who has a seat plays games, and nobody else");
    }
    return new GeneratorRun(transport, scenario, target, users, seats, listener).launched();
  }
}
