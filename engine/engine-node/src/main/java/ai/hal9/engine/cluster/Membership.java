package ai.hal9.engine.cluster;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.engine.telemetry.Events;
import java.time.Clock;
import java.util.List;

/** This node's place among its cluster's nodes. */
public interface Membership extends AutoCloseable {

  /** This node, as it tells the others. */
  ClusterMember self();

  /**
   * The nodes that have lately said they are there, by name; this one always among them. While
   * Redis is out of reach, the last known list: {@link ClusterMember#lastSeen} tells its age.
   */
  List<ClusterMember> members();

  /** Takes leave of the others. */
  @Override
  void close();

  /**
   * Joins a cluster through its Redis; works alone until Redis is in reach.
   *
   * @param self what to tell the others
   * @param redis the cluster's, not closed with the membership
   * @param events told of nodes that come, go or restart
   * @param clock wall time
   */
  static Membership join(ClusterMember self, ClusterRedis redis, Events events, Clock clock) {
    return new RedisMembership(self, redis, events, clock).start();
  }
}
