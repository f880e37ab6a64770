package ai.hal9.sim.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells from the state file how far a stop has come. */
final class StopProgress {

  private final ClusterFiles files;
  private final Consumer<ClusterEvent> listener;
  private final Map<String, ClusterState.Phase> told = new HashMap<>();

  StopProgress(ClusterFiles files, Consumer<ClusterEvent> listener) {
    this.files = files;
    this.listener = listener;
  }

  void look() {
    files
        .state()
        .ifPresent(
            state -> {
              for (var node : state.nodes()) {
                if (told.put(node.name(), node.state()) != node.state()) {
                  tell(node);
                }
              }
            });
  }

  private void tell(ClusterState.Node node) {
    switch (node.state()) {
      case STOPPING -> listener.accept(LocalClusterControl.step(node.name() + " drains"));
      case STOPPED -> listener.accept(LocalClusterControl.step(node.name() + " stopped"));
      case STARTING, READY, DEGRADED, RESTARTING -> {}
    }
  }
}
