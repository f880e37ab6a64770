package ai.hal9.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Fills {@code signals} with answers to distinct questions, as if they had come just now: {@code
 * SignalRowsMade DATABASE_PROPERTIES COUNT}. A node must have made the tables.
 */
public final class SignalRowsMade {

  private static final String INSERT =
      """
      INSERT INTO signals (id, neuron_id, timestamp, payload)
      SELECT (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8000'
              || lpad(to_hex(n), 12, '0'))::uuid,
          neuron.id, 'epoch'::timestamptz + ms * '1 ms'::interval,
          jsonb_build_object('user_id', 'bench', 'cache', 'miss', 'content', 'Question ' || n,
              'layer', neuron.layer, 'path', jsonb_build_array(neuron.name),
              'models', jsonb_build_array('mock'), 'response', 'Answer ' || n || repeat('.', 200),
              'neuron', neuron.name)
      FROM generate_series(1, ?) AS n,
          LATERAL (SELECT (extract(epoch FROM now()) * 1000)::bigint - n / 100 AS ms) AS moment,
          (SELECT id, name, layer FROM neurons WHERE layer = 'L4' LIMIT 1) AS neuron
      """;

  private SignalRowsMade() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    var database = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      database.load(reader);
    }
    var password = Files.readString(Path.of(database.getProperty("password_file"))).strip();
    try (var connection =
            DriverManager.getConnection(
                database.getProperty("url"), database.getProperty("username"), password);
        var insert = connection.prepareStatement(INSERT)) {
      insert.setInt(1, Integer.parseInt(arguments[1]));
      System.out.println(insert.executeUpdate());
    }
  }
}
