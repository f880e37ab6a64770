package ai.hal9.stores.postgres;

import java.util.Map;

/**
 * How far what a primary writes has come.
 *
 * @param written where its log ends, in bytes
 * @param synced up to where each standby that streams has it on its disk, by the standby's name
 */
public record Shipping(long written, Map<String, Long> synced) {
  public Shipping {
    synced = Map.copyOf(synced);
  }
}
