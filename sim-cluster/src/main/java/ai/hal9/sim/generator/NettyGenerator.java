package ai.hal9.sim.generator;

import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.util.List;

/** Runs scenarios on Netty's event loops. */
record NettyGenerator(Transport transport) implements LoadGenerator {

  @Override
  public LoadRun start(Scenario scenario, URI target, List<LoadUser> users, LoadListener listener) {
    if (!"http".equals(target.getScheme()) || target.getHost() == null) {
      throw new IllegalArgumentException("a target is http://host:port, not " + target);
    }
    return new GeneratorRun(transport, scenario, target, users, listener).launched();
  }
}
