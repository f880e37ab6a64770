package ai.hal9.sim.fault;

import java.time.Duration;

/** Two nodes die, the second while the first is not back yet. */
final class NodesKilled implements Fault {

  private static final Duration BETWEEN = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "nodes-killed";
  }

  @Override
  public String what() {
    return "kill -9 of two nodes, one a second after the other";
  }

  @Override
  public void strike(Site site) throws InterruptedException {
    var nodes = site.state().nodes();
    site.kill(nodes.get(0).pid());
    Thread.sleep(BETWEEN);
    site.kill(nodes.get(1).pid());
  }
}
