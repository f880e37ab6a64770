package ai.hal9.engine.store;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.tuning.EngineTuning.Retention;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks after one shard's partitions, and tells of those that it makes and drops. */
final class PartitionUpkeep {

  private final int shard;
  private final Events events;
  private final InstantSource clock;

  PartitionUpkeep(int shard, Events events, InstantSource clock) {
    this.shard = shard;
    this.events = events;
    this.clock = clock;
  }

  /** Makes what is missing, ahead of time; the first ones of a new database are no news. */
  void make(Connection connection) throws SQLException {
    var first = !Partitions.any(connection);
    var made = Partitions.ensure(connection, clock.instant());
    if (!first) {
      tell("made", made);
    }
  }

  /** Drops what is older than is kept. */
  void drop(Database database, Retention retention) {
    var dropped = new ArrayList<String>();
    try {
      for (var table : PartitionedTable.ALL) {
        var kept =
            switch (table.span()) {
              case MONTH -> retention.signalsMonths();
              case QUARTER -> retention.gamesQuarters();
            };
        dropped.addAll(
            database.ask(
                "retention",
                connection -> Partitions.drop(connection, table, clock.instant(), kept)));
      }
    } finally {
      tell("dropped", dropped);
    }
  }

  private void tell(String what, List<String> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    var more = partitions.size() == 1 ? "" : " and %d more".formatted(partitions.size() - 1);
    events.publish(
        new TelemetryEvent(
            EventKind.PARTITIONS,
            clock.instant(),
            "Partition %s%s %s".formatted(partitions.getFirst(), more, what),
            Map.of("shard", Integer.toString(shard), "partitions", String.join(", ", partitions))));
  }
}
