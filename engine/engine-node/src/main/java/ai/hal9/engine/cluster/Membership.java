package ai.hal9.engine.cluster;

import ai.hal9.api.cluster.ClusterMember;
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
}
