package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Makes the monthly partitions of the signals table ahead of time. Nodes take turns through an
 * advisory lock; a partition is built aside and then attached, which holds up no writer.
 */
final class Partitions {

  private static final int MONTHS_AHEAD = 2;
  private static final long LOCK = 0x4841_4C39_5041_5254L;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'signals_'yyyy_MM", Locale.ROOT);

  private Partitions() {}

  /** Makes what is missing of the instant's month and the next two, in UTC. */
  static void ensure(Connection connection, Instant now) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      var month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
      for (var i = 0; i <= MONTHS_AHEAD; i++) {
        var each = month.plusMonths(i);
        var name = NAME.format(each);
        if (!exists(connection, name)) {
          statement.execute(
              "CREATE TABLE %s (LIKE signals INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
                  .formatted(name));
          statement.execute(
              "ALTER TABLE signals ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                  .formatted(name, start(each), start(each.plusMonths(1))));
        }
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String start(YearMonth month) {
    return month.atDay(1) + " 00:00:00+00";
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (var query = connection.prepareStatement("SELECT to_regclass(?)::text")) {
      query.setString(1, name);
      try (var result = query.executeQuery()) {
        return result.next() && result.getString(1) != null;
      }
    }
  }
}
