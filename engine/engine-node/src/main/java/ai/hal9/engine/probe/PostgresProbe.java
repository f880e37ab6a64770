package ai.hal9.engine.probe;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.telemetry.StoreReading;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks PostgreSQL's statistics views, on a connection of its own outside the pool. */
final class PostgresProbe implements StoreProbe {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresProbe.class);
  private static final String IDENTITY =
      """
      SELECT current_setting('server_version'), pg_postmaster_start_time(),
             current_setting('max_connections')::int,
             coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'postgres')
      """;
  private static final String BACKENDS =
      """
      SELECT coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
      WHERE backend_type = 'client backend' GROUP BY 1
      """;
  private static final String DATABASE =
      """
      SELECT xact_commit, xact_rollback, blks_hit, blks_read, tup_inserted, pg_database_size(datid)
      FROM pg_stat_database WHERE datname = current_database()
      """;

  /** Where the log ends, how far a standby has replayed it, and the lag as it last said. */
  private static final String STANDBYS =
      """
      SELECT application_name,
             pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
             pg_wal_lsn_diff(replay_lsn, '0/0')::bigint,
             coalesce(extract(epoch FROM replay_lag), 0)
      FROM pg_stat_replication
      WHERE NOT pg_is_in_recovery() AND replay_lsn IS NOT NULL
      """;

  private static final String SYNCHRONOUS =
      "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')";

  /** All of it in one round trip, by a statement that the server keeps planned. */
  private static final String ALL =
      String.join(";", IDENTITY, BACKENDS, DATABASE, SYNCHRONOUS, STANDBYS);

  private final String url;
  private final Properties login;
  private final String cluster;
  private final String region;
  private final LongSupplier nanoTime;
  private final Map<String, StandbyLag> lags = new HashMap<>();
  private @Nullable Connection connection;
  private @Nullable PreparedStatement question;

  /** Which of the servers that the address names answers. */
  private String server = "";

  PostgresProbe(
      String url, Properties login, String cluster, String region, LongSupplier nanoTime) {
    this.url = url;
    this.cluster = cluster;
    this.region = region;
    this.nanoTime = nanoTime;
    this.login = new Properties();
    this.login.putAll(login);
    this.login.setProperty("connectTimeout", "1");
    this.login.setProperty("socketTimeout", "1");
    this.login.setProperty("ApplicationName", "hal9-telemetry");
  }

  @Override
  public SourceKind kind() {
    return SourceKind.POSTGRES;
  }

  @Override
  public StoreReading read() throws SQLException {
    var counters = new HashMap<Series, Double>();
    var gauges = new HashMap<Series, Double>();
    var source = new TelemetrySource[1];
    var question = question();
    question.execute();
    each(
        question,
        row -> {
          server = row.getString(4);
          var started = row.getObject(2, OffsetDateTime.class).toInstant();
          source[0] =
              new TelemetrySource(
                  SourceKind.POSTGRES, server, cluster, region, row.getString(1), started);
          gauges.put(MetricCatalogue.PG_MAX_CONNECTIONS.series(server), row.getDouble(3));
        });
    each(
        question,
        row ->
            gauges.put(
                MetricCatalogue.PG_BACKENDS.series(server, row.getString(1)), row.getDouble(2)));
    each(
        question,
        row -> {
          counters.put(MetricCatalogue.PG_COMMITS.series(server), row.getDouble(1));
          counters.put(MetricCatalogue.PG_ROLLBACKS.series(server), row.getDouble(2));
          counters.put(MetricCatalogue.PG_BLOCKS_HIT.series(server), row.getDouble(3));
          counters.put(MetricCatalogue.PG_BLOCKS_READ.series(server), row.getDouble(4));
          counters.put(MetricCatalogue.PG_ROWS_INSERTED.series(server), row.getDouble(5));
          gauges.put(MetricCatalogue.PG_SIZE.series(server), row.getDouble(6));
        });
    each(
        question,
        row -> gauges.put(MetricCatalogue.PG_SYNC_STANDBYS.series(server), row.getDouble(1)));
    each(
        question,
        row -> {
          var standby = row.getString(1);
          var end = row.getLong(2);
          var replayed = row.getLong(3);
          var own = lags.computeIfAbsent(standby, name -> new StandbyLag());
          var lag = own.seconds(end, replayed, row.getDouble(4), nanoTime.getAsLong());
          gauges.put(
              MetricCatalogue.PG_REPLICATION_BYTES.series(standby),
              (double) Math.max(0, end - replayed));
          gauges.put(MetricCatalogue.PG_REPLICATION_LAG.series(standby), lag);
        });
    return new StoreReading(source[0], counters, gauges);
  }

  /** Reads the rows of the answer that is next, and goes on to the one after it. */
  private static void each(PreparedStatement question, RowReader reader) throws SQLException {
    try (var rows = question.getResultSet()) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
    question.getMoreResults();
  }

  private PreparedStatement question() throws SQLException {
    var open = question;
    if (open == null) {
      open = connection().prepareStatement(ALL);
      question = open;
    }
    return open;
  }

  private Connection connection() throws SQLException {
    var open = connection;
    if (open == null) {
      open = DriverManager.getConnection(url, login);
      connection = open;
    }
    return open;
  }

  @Override
  public void close() {
    var open = connection;
    connection = null;
    question = null;
    lags.clear();
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("PostgreSQL closed the connection first", e);
      }
    }
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }
}
