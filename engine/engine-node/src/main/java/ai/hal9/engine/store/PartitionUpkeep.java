package ai.hal9.engine.store;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.tuning.EngineTuning;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Looks after one shard's partitions, and tells of those that it makes and drops. */
final class PartitionUpkeep {

  private final int shard;
  private final Events events;
  private final InstantSource clock;
  private final Retention retention;

  PartitionUpkeep(int shard, Events events, InstantSource clock, Retention retention) {
    this.shard = shard;
    this.events = events;
    this.clock = clock;
    this.retention = retention;
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
  void drop(Database database, EngineTuning.Retention kept) {
    tell("dropped", database.ask("retention", connection -> retention.apply(connection, kept)));
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
