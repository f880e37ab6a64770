package ai.hal9.engine.store;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.shard.ShardList;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts what lies on each shard, on a standby where reads may go to one. */
final class CountedShards implements ShardList {

  private static final String COUNT =
      """
      SELECT count(*), count(DISTINCT payload->>'user_id') FILTER (WHERE payload->>'user_id' <> ?)
      FROM signals
      """;

  private final ShardRoutes routes;
  private final AtOnce atOnce;

  CountedShards(ShardRoutes routes, AtOnce atOnce) {
    this.routes = routes;
    this.atOnce = atOnce;
  }

  @Override
  public State count() {
    var questions = new ArrayList<Supplier<Shard>>();
    routes.byId().forEach((id, shard) -> questions.add(() -> count(id, shard)));
    return new State(routes.version(), movingTo(), atOnce.ask(questions));
  }

  private int movingTo() {
    var first = routes.all().iterator().next();
    return first.available()
        ? first
            .postgres()
            .ask("shard-moves", ShardCatalogue::unfinished)
            .map(ShardCatalogue.Entry::id)
            .orElse(-1)
        : -1;
  }

  private Shard count(int id, PostgresSignalStore shard) {
    var map = routes.map();
    var slots = map == null ? 0 : map.shares().getOrDefault(id, 0);
    try {
      var counts = shard.postgres().read("count-signals", CountedShards::counts);
      return new Shard(id, true, slots, counts.getFirst(), counts.getLast());
    } catch (StoreException e) {
      return new Shard(id, false, slots, -1, -1);
    }
  }

  private static List<Long> counts(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(COUNT)) {
      query.setString(1, SignalRequest.ANONYMOUS);
      try (var row = query.executeQuery()) {
        row.next();
        return List.of(row.getLong(1), row.getLong(2));
      }
    }
  }
}
