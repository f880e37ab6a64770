package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.RunningCluster;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Clusters that are only said to run. */
record ListedClusters(List<ClusterState> states) implements ClusterControl {

  @Override
  public List<String> names() {
    return states.stream().map(ClusterState::name).toList();
  }

  @Override
  public Optional<ClusterState> state(String name) {
    return states.stream().filter(state -> state.name().equals(name)).findFirst();
  }

  @Override
  public RunningCluster start(ClusterSpec spec, Consumer<ClusterEvent> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean stop(String name, Consumer<ClusterEvent> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClusterDirectory directory(String name) {
    throw new UnsupportedOperationException();
  }
}
