package ai.hal9.sim.fault;

import ai.hal9.sim.cluster.ClusterSpec;
import java.util.Optional;

/** Something that happens to a cluster under load. */
public interface Fault {

  /** Words joined by hyphens; what {@code --only} knows it by. */
  String name();

  /** What happens, in a line. */
  String what();

  /** Why it cannot happen on this machine, with what would allow it; empty where it can. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** What the cluster must be like beyond the others'. */
  default ClusterSpec shape(ClusterSpec common) {
    return common;
  }

  /** What it needs before the load begins. */
  default void prepare(Site site) throws InterruptedException {}

  /**
   * Lets it happen. Returns when it is over; one that does not end by itself, such as a kill, is
   * over at once.
   *
   * @param load goes on meanwhile
   */
  void strike(Site site, Load load) throws InterruptedException;
}
