package ai.hal9.stores.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Connections of this module's own. */
final class Sql {

  private static final String CONNECT_SECONDS = "5";
  private static final String REPLY_SECONDS = "30";

  private Sql() {}

  static Connection connect(int port, String database, String user, String password)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "hal9-stores");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", REPLY_SECONDS);
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
