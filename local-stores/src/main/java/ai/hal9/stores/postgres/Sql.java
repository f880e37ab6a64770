package ai.hal9.stores.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Properties;

/** Connections of this module's own. */
final class Sql {

  /** For an answer, where a statement may take its time. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long CONNECT_SECONDS = 5;

  private static final String SHIPPING =
      """
      SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint, application_name,
             pg_wal_lsn_diff(flush_lsn, '0/0')::bigint
      FROM (SELECT 1) AS one LEFT JOIN pg_stat_replication
        ON state = 'streaming' AND flush_lsn IS NOT NULL
      """;

  private Sql() {}

  static Connection connect(int port, String database, String user, String password)
      throws SQLException {
    return connect(port, database, user, password, PATIENCE);
  }

  /**
   * @param reply how long an answer may take; whole seconds
   */
  static Connection connect(int port, String database, String user, String password, Duration reply)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "hal9-stores");
    properties.setProperty(
        "connectTimeout", Long.toString(Math.min(CONNECT_SECONDS, reply.toSeconds())));
    properties.setProperty("socketTimeout", Long.toString(reply.toSeconds()));
    // what is set up must not wait for a standby that is started only after it
    properties.setProperty("options", "-c synchronous_commit=local");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), properties);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether a query that gives one boolean gives true; false where it gives no row. */
  static boolean holds(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() && result.getBoolean(1);
    }
  }

  static Shipping shipping(Connection primary) throws SQLException {
    var synced = new HashMap<String, Long>();
    long written = 0;
    try (Statement statement = primary.createStatement();
        ResultSet rows = statement.executeQuery(SHIPPING)) {
      while (rows.next()) {
        written = rows.getLong(1);
        if (rows.getString(2) != null) {
          synced.put(rows.getString(2), rows.getLong(3));
        }
      }
    }
    return new Shipping(written, synced);
  }

  /** The one value of a query's one row, as text. */
  static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      if (!result.next()) {
        throw new SQLException("no row: " + query);
      }
      return result.getString(1);
    }
  }
}
