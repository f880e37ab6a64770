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
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks PostgreSQL's statistics views, on a connection of its own outside the pool. All figures are
 * of the moment, but for the size of the database, which may be ten seconds old.
 */
final class PostgresProbe implements StoreProbe {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresProbe.class);

  /** What stays as it is for as long as a connection: none outlives the server it is to. */
  private static final String IDENTITY =
      """
      SELECT current_setting('server_version'), pg_postmaster_start_time(),
             current_setting('max_connections')::int,
             coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'postgres')
      """;

  private static final String BACKENDS = "backends";
  private static final String DATABASE = "database";

  /**
   * All else as rows of one shape, what it is about, whose it is, and figures, for one round trip
   * and one answer to read. A standby's are whether commits wait for it, where the log ends, how
   * far it has replayed that, and the lag as it last said.
   */
  private static final String FIGURES =
      """
      SELECT 'backends', coalesce(state, 'unknown'),
             count(*)::float8, 0::float8, 0::float8, 0::float8, 0::float8, 0::float8
      FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 2
      UNION ALL
      SELECT 'database', '', xact_commit, xact_rollback, blks_hit, blks_read, tup_inserted,
             CASE WHEN ? THEN pg_database_size(datid) END
      FROM pg_stat_database WHERE datname = current_database()
      UNION ALL
      SELECT 'standby', application_name, (sync_state IN ('sync', 'quorum'))::int,
             CASE WHEN NOT pg_is_in_recovery()
                  THEN pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') END,
             pg_wal_lsn_diff(replay_lsn, '0/0'),
             coalesce(extract(epoch FROM replay_lag), 0), 0, 0
      FROM pg_stat_replication
      """;

  /** The server looks at every file of the database for its size. */
  private static final long SIZE_NANOS = Duration.ofSeconds(10).toNanos();

  private final String url;
  private final Properties login;
  private final String cluster;
  private final String region;
  private final LongSupplier nanoTime;
  private final Map<String, StandbyLag> lags = new HashMap<>();
  private @Nullable Connection connection;
  private @Nullable PreparedStatement question;
  private @Nullable PostgresServer server;
  private double size;
  private long sizeNanos;

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
    // Planned once, from the first answer on.
    this.login.setProperty("prepareThreshold", "1");
  }

  @Override
  public SourceKind kind() {
    return SourceKind.POSTGRES;
  }

  @Override
  public StoreReading read() throws SQLException {
    var asked = server();
    var now = nanoTime.getAsLong();
    var sized = size > 0 && now - sizeNanos < SIZE_NANOS;
    var counters = new HashMap<Series, Double>();
    var gauges = new HashMap<Series, Double>();
    var synchronous = 0.0;
    var question = question();
    question.setBoolean(1, !sized);
    try (var row = question.executeQuery()) {
      while (row.next()) {
        switch (row.getString(1)) {
          case BACKENDS -> gauges.put(asked.backends(row.getString(2)), row.getDouble(3));
          case DATABASE -> {
            asked.putCounters(row, counters);
            if (!sized) {
              size = row.getDouble(8);
              sizeNanos = now;
            }
            gauges.put(asked.size(), size);
          }
          default -> {
            synchronous += row.getDouble(3);
            standby(row, now, gauges);
          }
        }
      }
    }
    gauges.put(asked.maxConnections(), asked.most());
    gauges.put(asked.synchronousStandbys(), synchronous);
    return new StoreReading(asked.source(), counters, gauges);
  }

  /** Nothing where the log's end or what is replayed of it is not known. */
  private void standby(ResultSet row, long now, Map<Series, Double> gauges) throws SQLException {
    var end = (long) row.getDouble(4);
    var known = !row.wasNull();
    var replayed = (long) row.getDouble(5);
    if (known && !row.wasNull()) {
      var standby = row.getString(2);
      var own = lags.computeIfAbsent(standby, name -> new StandbyLag());
      gauges.put(
          MetricCatalogue.PG_REPLICATION_BYTES.series(standby),
          (double) Math.max(0, end - replayed));
      gauges.put(
          MetricCatalogue.PG_REPLICATION_LAG.series(standby),
          own.seconds(end, replayed, row.getDouble(6), now));
    }
  }

  private PostgresServer server() throws SQLException {
    var known = server;
    if (known == null) {
      try (var statement = connection().createStatement();
          var row = statement.executeQuery(IDENTITY)) {
        row.next();
        var source =
            new TelemetrySource(
                SourceKind.POSTGRES,
                row.getString(4),
                cluster,
                region,
                row.getString(1),
                row.getObject(2, OffsetDateTime.class).toInstant());
        known = PostgresServer.of(source, row.getDouble(3));
        server = known;
      }
    }
    return known;
  }

  private PreparedStatement question() throws SQLException {
    var open = question;
    if (open == null) {
      open = connection().prepareStatement(FIGURES);
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
    server = null;
    size = 0;
    lags.clear();
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("PostgreSQL closed the connection first", e);
      }
    }
  }
}
