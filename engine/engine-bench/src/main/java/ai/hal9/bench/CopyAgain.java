package ai.hal9.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * Rows/s at which bare COPY brings back the rows of {@code signals}: {@code CopyAgain
 * DATABASE_PROPERTIES BATCH FILE}. Writes the rows to FILE as tuples of COPY's binary format,
 * empties the table, whose partitions and indexes stay, and copies the same tuples into it, in the
 * same order, on one connection, BATCH of them a transaction. Prints the rate from the first byte
 * to the last commit, the reading of FILE included.
 */
public final class CopyAgain {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};
  private static final String ROWS = "signals (id, neuron_id, timestamp, payload)";
  private static final int BUFFER = 1 << 16;

  private CopyAgain() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    var database = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      database.load(reader);
    }
    var batch = Integer.parseInt(arguments[1]);
    var file = Path.of(arguments[2]);
    try (var connection = connect(database)) {
      write(connection, file);
      empty(connection);
      System.out.printf("%.0f%n", copy(connection, file, batch));
      empty(connection);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void empty(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("TRUNCATE signals");
      statement.execute("DELETE FROM migrations");
    }
  }

  private static void write(Connection connection, Path file) throws SQLException, IOException {
    var copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "COPY (SELECT id, neuron_id, timestamp, payload FROM signals)"
                    + " TO STDOUT WITH (FORMAT BINARY)");
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
      var first = true;
      for (var row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
        var from = first ? HEADER.length : 0;
        first = false;
        // the trailer comes alone
        if (row.length - from > TRAILER.length) {
          out.writeInt(row.length - from);
          out.write(row, from, row.length - from);
        }
      }
      out.writeInt(0);
    }
  }

  private static double copy(Connection connection, Path file, int batch)
      throws SQLException, IOException {
    var copies = connection.unwrap(PGConnection.class).getCopyAPI();
    var tuples = ByteBuffer.allocate(8 * BUFFER);
    var rows = 0L;
    var start = System.nanoTime();
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      var length = in.readInt();
      while (length > 0) {
        var copy = copies.copyIn("COPY " + ROWS + " FROM STDIN WITH (FORMAT BINARY)");
        copy.writeToCopy(HEADER, 0, HEADER.length);
        for (var i = 0; i < batch && length > 0; i++) {
          if (tuples.remaining() < length) {
            copy.writeToCopy(tuples.array(), 0, tuples.position());
            tuples.clear();
          }
          in.readFully(tuples.array(), tuples.position(), length);
          tuples.position(tuples.position() + length);
          rows++;
          length = in.readInt();
        }
        copy.writeToCopy(tuples.array(), 0, tuples.position());
        tuples.clear();
        copy.writeToCopy(TRAILER, 0, TRAILER.length);
        copy.endCopy();
      }
    }
    return rows * 1e9 / (System.nanoTime() - start);
  }

  private static Connection connect(Properties database) throws SQLException, IOException {
    return DriverManager.getConnection(
        database.getProperty("url"),
        database.getProperty("username"),
        Files.readString(Path.of(database.getProperty("password_file"))).strip());
  }
}
