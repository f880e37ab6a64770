package ai.hal9.engine.store;

import ai.hal9.engine.tuning.EngineTuning;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what is older than is kept, by PostgreSQL's clock; of nothing while the node's differs
 * from it, since either may be wrong and what is dropped is gone.
 */
final class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration ALIKE = Duration.ofMinutes(1);

  private final IdempotencyKeys keys;
  private final InstantSource clock;

  Retention(IdempotencyKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Drops partitions and keys; the names of the partitions. */
  List<String> apply(Connection connection, EngineTuning.Retention kept) throws SQLException {
    var now = DatabaseTime.of(connection);
    var apart = Duration.between(now, clock.instant());
    if (apart.abs().compareTo(ALIKE) > 0) {
      LOG.warn(
          "PostgreSQL's clock and this node's are {} s apart: nothing old is dropped until they agree",
          apart.abs().toSeconds());
      return List.of();
    }
    var dropped = new ArrayList<String>();
    for (var table : PartitionedTable.ALL) {
      var spans =
          switch (table.span()) {
            case MONTH -> kept.signalsMonths();
            case QUARTER -> kept.gamesQuarters();
          };
      dropped.addAll(Partitions.drop(connection, table, now, spans));
    }
    keys.purge(connection);
    return dropped;
  }
}
