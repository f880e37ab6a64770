package ai.hal9.engine.store;

import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/** Brings a further shard's tables to where a node would bring them. */
public final class ShardSchema {

  private ShardSchema() {}

  /** Makes what is missing. */
  public static void prepare(DataSource shard, Instant now) throws SQLException {
    Schema.migrate(shard);
    try (var connection = shard.getConnection()) {
      Partitions.ensure(connection, now);
    }
  }
}
