package ai.hal9.sim.generator;

import ai.hal9.sim.game.Seat;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Runs scenarios on Netty's event loops.
 *
 * @param trust whom to trust where a target is spoken to over TLS
 */
record NettyGenerator(Transport transport, SSLContext trust) implements LoadGenerator {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Override
  public LoadRun start(
      Scenario scenario,
      URI target,
      List<LoadUser> users,
      List<Seat> seats,
      LoadListener listener) {
    if (!SCHEMES.contains(target.getScheme()) || target.getHost() == null) {
      throw new IllegalArgumentException("a target is http(s)://host:port, not " + target);
    }
    if (scenario.games().played() == seats.isEmpty()) {
      throw new IllegalArgumentException("who has a seat plays games, and nobody else");
    }
    return new GeneratorRun(
            transport, scenario, target, SecureTarget.of(target, trust), users, seats, listener)
        .launched();
  }
}
