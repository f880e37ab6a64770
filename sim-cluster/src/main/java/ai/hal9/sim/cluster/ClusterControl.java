package ai.hal9.sim.cluster;

import ai.hal9.sim.process.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts, finds and stops the clusters of one {@code HAL9_HOME}. */
public interface ClusterControl {

  /** How often a cluster is looked at that is waited for. */
  Duration LOOK = Duration.ofMillis(100);

  /** For the home the environment names, with this installation's build. */
  static ClusterControl standard() {
    return of(Hal9Home.standard(), Installation.current());
  }

  static ClusterControl of(Hal9Home home, Installation installation) {
    return new LocalClusterControl(home, installation);
  }

  /**
   * Starts a cluster and returns when it is ready. Interrupting the thread stops what was started.
   *
   * @param listener told what happens, until the cluster has ended; called by one thread at a time
   * @throws ai.hal9.sim.SimException if it cannot start, or runs already; no process of it is left
   *     then
   */
  RunningCluster start(ClusterSpec spec, Consumer<ClusterEvent> listener);

  /** The state of a cluster; empty when there never was one of that name. */
  Optional<ClusterState> state(String name);

  /**
   * The state of a cluster once it neither starts nor stops; empty when there never was one of that
   * name.
   *
   * @param waiting told the phase that is waited for to end, once for each
   */
  default Optional<ClusterState> settled(String name, Consumer<ClusterState.Phase> waiting)
      throws InterruptedException {
    Optional<ClusterState.Phase> told = Optional.empty();
    for (var state = state(name); ; state = state(name)) {
      var passing = state.map(ClusterState::state).filter(ClusterState.Phase::passes);
      if (passing.isEmpty()) {
        return state;
      }
      if (!passing.equals(told)) {
        told = passing;
        waiting.accept(passing.get());
      }
      Thread.sleep(LOOK);
    }
  }

  /** The names of all clusters there are data of. */
  List<String> names();

  /**
   * Drains and stops a cluster, whoever started it; returns when no process is left.
   *
   * @param listener told what happens
   * @return whether there was anything to stop
   */
  boolean stop(String name, Consumer<ClusterEvent> listener);

  /** Where everything of a cluster is. */
  ClusterDirectory directory(String name);
}
