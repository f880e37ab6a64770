package ai.hal9.sim.telemetry;

import java.util.List;

/**
 * A cluster's shards.
 *
 * @param mapVersion of the map that says which users lie where
 * @param movingTo the shard whose adding was begun and has not ended; -1 when there is none
 */
public record Shards(long mapVersion, int movingTo, List<Shard> shards) {

  public Shards {
    shards = List.copyOf(shards);
  }

  /**
   * One of them.
   *
   * @param slots that lie there, of 1,024
   * @param rows signals there; -1 while it does not answer
   * @param users whose signals these are; -1 while it does not answer
   */
  public record Shard(int id, boolean up, int slots, long rows, long users) {}
}
