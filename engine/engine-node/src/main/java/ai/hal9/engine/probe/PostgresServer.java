package ai.hal9.engine.probe;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.TelemetrySource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A PostgreSQL server, and what its series are called.
 *
 * @param source how it is named
 * @param most its max_connections
 */
record PostgresServer(
    TelemetrySource source,
    double most,
    Series maxConnections,
    Series synchronousStandbys,
    Series size,
    Series commits,
    Series rollbacks,
    Series blocksHit,
    Series blocksRead,
    Series rowsInserted,
    Map<String, Series> backends) {

  static PostgresServer of(TelemetrySource source, double most) {
    var name = source.name();
    return new PostgresServer(
        source,
        most,
        MetricCatalogue.PG_MAX_CONNECTIONS.series(name),
        MetricCatalogue.PG_SYNC_STANDBYS.series(name),
        MetricCatalogue.PG_SIZE.series(name),
        MetricCatalogue.PG_COMMITS.series(name),
        MetricCatalogue.PG_ROLLBACKS.series(name),
        MetricCatalogue.PG_BLOCKS_HIT.series(name),
        MetricCatalogue.PG_BLOCKS_READ.series(name),
        MetricCatalogue.PG_ROWS_INSERTED.series(name),
        new HashMap<>());
  }

  /** Of its clients in a state, of which PostgreSQL has a handful. */
  Series backends(String state) {
    return backends.computeIfAbsent(
        state, known -> MetricCatalogue.PG_BACKENDS.series(source.name(), known));
  }

  /** Puts the totals of a row of the database's, which begin in its third column. */
  void putCounters(ResultSet row, Map<Series, Double> counters) throws SQLException {
    counters.put(commits, row.getDouble(3));
    counters.put(rollbacks, row.getDouble(4));
    counters.put(blocksHit, row.getDouble(5));
    counters.put(blocksRead, row.getDouble(6));
    counters.put(rowsInserted, row.getDouble(7));
  }
}
