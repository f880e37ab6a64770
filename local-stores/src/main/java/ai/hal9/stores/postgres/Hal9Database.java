package ai.hal9.stores.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The database and the user that HAL9 works with. */
final class Hal9Database {

  private static final String NAME = PostgresServer.DATABASE;

  private static final String VECTORS =
      """
      SELECT true FROM pg_available_extensions
      WHERE name = 'vector' AND installed_version IS NULL
      """;

  private Hal9Database() {}

  /**
   * Makes what is missing, with pgvector where the server's installation has it. The password file
   * is the truth, also where it was replaced.
   */
  static void create(int port, PostgresFiles files) throws SQLException, IOException {
    String superuser = files.superuserSecret().read();
    try (Connection connection =
        Sql.connect(port, "postgres", PostgresServer.SUPERUSER, superuser)) {
      if (!Sql.holds(connection, "SELECT true FROM pg_roles WHERE rolname = '" + NAME + "'")) {
        Sql.execute(connection, "CREATE ROLE " + NAME + " LOGIN");
      }
      // without it, a server says of its standbys only that there are some
      Sql.execute(connection, "GRANT pg_read_all_stats TO " + NAME);
      String password = files.userSecret().read();
      Sql.execute(connection, "ALTER ROLE %s PASSWORD '%s'".formatted(NAME, password));
      if (!Sql.holds(connection, "SELECT true FROM pg_database WHERE datname = '" + NAME + "'")) {
        Sql.execute(connection, "CREATE DATABASE %s OWNER %s".formatted(NAME, NAME));
      }
    }
    try (Connection connection = Sql.connect(port, NAME, PostgresServer.SUPERUSER, superuser)) {
      // only a superuser may, and an engine is none
      if (Sql.holds(connection, VECTORS)) {
        Sql.execute(connection, "CREATE EXTENSION vector");
      }
    }
  }
}
