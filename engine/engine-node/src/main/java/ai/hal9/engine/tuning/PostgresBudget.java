package ai.hal9.engine.tuning;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks PostgreSQL at every check, on a connection of its own. The reserve is what the server keeps
 * for superusers and reserved roles, and one a member for what is asked outside the pools.
 */
public final class PostgresBudget implements ConnectionBudget {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresBudget.class);

  private static final String LIMITS =
      """
      SELECT current_setting('max_connections')::int,
             current_setting('superuser_reserved_connections')::int
             + current_setting('reserved_connections')::int
      """;

  private final String url;
  private final Properties login;
  private final IntSupplier members;

  /**
   * The budget of a server.
   *
   * @param url JDBC
   * @param login the driver's properties {@code user} and {@code password}
   * @param members how many nodes the cluster has
   */
  public PostgresBudget(String url, Properties login, IntSupplier members) {
    this.url = url;
    this.members = members;
    this.login = new Properties();
    this.login.putAll(login);
    this.login.setProperty("connectTimeout", "1");
    this.login.setProperty("socketTimeout", "1");
    this.login.setProperty("ApplicationName", "hal9-tuning");
  }

  @Override
  public Optional<Room> room() {
    try (var connection = DriverManager.getConnection(url, login);
        var statement = connection.createStatement();
        var limits = statement.executeQuery(LIMITS)) {
      if (!limits.next()) {
        return Optional.empty();
      }
      var nodes = members.getAsInt();
      return Optional.of(new Room(nodes, limits.getInt(2) + nodes, limits.getInt(1)));
    } catch (SQLException e) {
      LOG.warn("PostgreSQL does not tell its max_connections: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
