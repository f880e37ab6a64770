package ai.hal9.engine.reshard;

import ai.hal9.engine.reshard.Resharding.Step;
import ai.hal9.engine.reshard.Resharding.Steps;
import ai.hal9.engine.shard.SlotMask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was moved, page by page: every row of the source must be at the target with the
 * same hash; then the page is deleted at the source. What differs is not deleted, and ends the
 * move.
 */
final class Comparison {

  private static final int PAGE = 1_000;
  private static final String HASHED =
      "SELECT id, hashtextextended(concat_ws(' ', id, neuron_id, timestamp, payload), 0) FROM ";

  private final Connection source;
  private final Connection target;
  private final SlotMask slots;
  private final Steps steps;
  private long rows;
  private long checksum;

  Comparison(Connection source, Connection target, SlotMask slots, Steps steps) {
    this.steps = steps;
    this.source = source;
    this.target = target;
    this.slots = slots;
  }

  long rows() {
    return rows;
  }

  long checksum() {
    return checksum;
  }

  void run(List<String> partitions, LongConsumer progress) throws SQLException {
    for (var partition : partitions) {
      run(partition, progress);
    }
    try (var keys =
        source.prepareStatement(
            "DELETE FROM idempotency_keys WHERE get_bit(?, hal9_slot(signal_id)) = 1")) {
      keys.setBytes(1, slots.bytes());
      keys.executeUpdate();
    }
  }

  private void run(String partition, LongConsumer progress) throws SQLException {
    UUID last = null;
    for (var here = page(partition, last); !here.isEmpty(); here = page(partition, last)) {
      last = List.copyOf(here.keySet()).getLast();
      var there = at(here.keySet());
      if (!there.equals(here)) {
        var differing =
            here.entrySet().stream()
                .filter(row -> !row.getValue().equals(there.get(row.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        throw new ReshardingException(
            "%d rows are not at the new shard as they are at the old, which keeps them; the first"
                    .formatted(differing.size())
                + " is "
                + differing.getFirst());
      }
      delete(here.keySet());
      rows += here.size();
      here.values().forEach(hash -> checksum ^= hash);
      progress.accept(rows);
      steps.reached(Step.DELETED);
    }
  }

  private Map<UUID, Long> page(String partition, @Nullable UUID after) throws SQLException {
    try (var query =
        source.prepareStatement(
            HASHED
                + "%s WHERE %s get_bit(?, hal9_slot(id)) = 1 ORDER BY id LIMIT %d"
                    .formatted(partition, after == null ? "" : "id > ? AND", PAGE))) {
      var at = 1;
      if (after != null) {
        query.setObject(at++, after);
      }
      query.setBytes(at, slots.bytes());
      return hashes(query);
    }
  }

  private Map<UUID, Long> at(Collection<UUID> ids) throws SQLException {
    try (var query = target.prepareStatement(HASHED + "signals WHERE id = ANY(?)")) {
      query.setArray(1, target.createArrayOf("uuid", ids.toArray()));
      return hashes(query);
    }
  }

  private void delete(Collection<UUID> ids) throws SQLException {
    try (var delete = source.prepareStatement("DELETE FROM signals WHERE id = ANY(?)")) {
      delete.setArray(1, source.createArrayOf("uuid", ids.toArray()));
      delete.executeUpdate();
    }
  }

  private static Map<UUID, Long> hashes(PreparedStatement query) throws SQLException {
    try (var row = query.executeQuery()) {
      var hashes = new LinkedHashMap<UUID, Long>();
      while (row.next()) {
        hashes.put(row.getObject(1, UUID.class), row.getLong(2));
      }
      return hashes;
    }
  }
}
