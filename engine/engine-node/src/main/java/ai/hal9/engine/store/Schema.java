package ai.hal9.engine.store;

import ai.hal9.engine.neuron.Neuron;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables to the version this node needs; any number of nodes at once. */
public final class Schema {

  private static final String NEURON =
      """
      INSERT INTO neurons (id, name, layer) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET layer = excluded.layer, updated_at = now()
      WHERE neurons.layer <> excluded.layer
      """;

  private static final long LOCK = 0x4841_4C39_5343_4845L;

  private static final Duration RETRY = Duration.ofMillis(25);

  private Schema() {}

  /**
   * Makes the tables, or brings them up to date. Takes its turn by a lock of its own, since Flyway
   * asks for its lock once a second only: nodes that start together would wait for that. Nobody
   * waits for it inside PostgreSQL, where an index that is built concurrently would wait for them.
   *
   * <p>Flyway notes what it has done on a second connection, whose transaction ends after that of
   * the change: a node that dies in between leaves a change that no node can make again. On one
   * connection, and without Flyway's lock around it, change and note are one transaction.
   *
   * @throws SQLException when PostgreSQL fails, or this thread is interrupted before its turn
   */
  public static void migrate(DataSource database) throws SQLException {
    try (var connection = database.getConnection();
        var turn = connection.createStatement();
        var working = database.getConnection()) {
      while (!holds(turn, "SELECT pg_try_advisory_lock(" + LOCK + ")")) {
        LockSupport.parkNanos(RETRY.toNanos());
        if (Thread.currentThread().isInterrupted()) {
          throw new SQLException("interrupted while another node makes the tables");
        }
      }
      try {
        Flyway.configure()
            .dataSource(new OneConnection(working))
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .locations("classpath:db/migration")
            .load()
            .migrate();
      } finally {
        var _ = holds(turn, "SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private static boolean holds(Statement statement, String query) throws SQLException {
    try (var result = statement.executeQuery(query)) {
      return result.next() && result.getBoolean(1);
    }
  }

  static void register(Connection connection, List<Neuron> neurons) throws SQLException {
    try (var insert = connection.prepareStatement(NEURON)) {
      for (var neuron : neurons) {
        insert.setObject(1, neuron.storedId());
        insert.setString(2, neuron.id());
        insert.setString(3, neuron.layer().name());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
