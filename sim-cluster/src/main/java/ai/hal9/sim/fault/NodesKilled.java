package ai.hal9.sim.fault;

import ai.hal9.sim.cluster.ClusterState;

/** Two nodes die, the second while the first is not back yet. */
final class NodesKilled implements Fault {

  @Override
  public String name() {
    return "nodes-killed";
  }

  @Override
  public String what() {
    return "kill -9 of two nodes, of the second as soon as the first is missed";
  }

  @Override
  public void strike(Site site, Load load) throws InterruptedException {
    var nodes = site.state().nodes();
    site.kill(nodes.get(0).pid());
    site.await(() -> site.state().nodes().get(0).state() != ClusterState.Phase.READY);
    site.kill(nodes.get(1).pid());
  }
}
