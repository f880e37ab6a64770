package ai.hal9.engine.shard;

import java.util.List;

/** What a node knows of the cluster's shards. */
public interface ShardList {

  /**
   * All of them.
   *
   * @param version of the map; 0 while the node has none
   * @param movingTo the shard whose adding was begun and has not ended; -1 when there is none
   */
  record State(long version, int movingTo, List<Shard> shards) {
    public State {
      shards = List.copyOf(shards);
    }
  }

  /**
   * One of them.
   *
   * @param up whether its primary answers
   * @param slots that lie there, of {@link Slots#COUNT}
   * @param rows signals there; -1 while it does not answer
   * @param users whose signals these are; -1 while it does not answer
   */
  record Shard(int id, boolean up, int slots, long rows, long users) {}

  /** Asks every shard, which reads all its signals; blocks. */
  State count();
}
