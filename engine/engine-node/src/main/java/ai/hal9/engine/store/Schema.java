package ai.hal9.engine.store;

import ai.hal9.engine.neuron.Neuron;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

  private Schema() {}

  /** Makes the tables, or brings them up to date. */
  public static void migrate(DataSource database) {
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
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
