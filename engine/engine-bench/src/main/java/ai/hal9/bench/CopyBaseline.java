package ai.hal9.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.postgresql.PGConnection;

/**
 * Rows/s that PostgreSQL takes by bare COPY: {@code CopyBaseline DATABASE_PROPERTIES CONNECTIONS
 * BATCH PAYLOAD SECONDS [WAY]}. Makes a table with the columns, key and month partition of {@code
 * signals}; every connection has a thread that commits one binary COPY of BATCH rows after the
 * other, with a new UUIDv7 and time in each row. PAYLOAD is the rows' JSON, or a number: one string
 * of so many bytes. WAY is {@code copy}, or one of two that double no row which is there already:
 * {@code staged} (COPY into a temporary table, from there what is missing) and {@code insert} (one
 * INSERT of arrays). Prints the rows/s of the time after a first second of warm-up.
 */
public final class CopyBaseline {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final long EPOCH_2000_MILLIS = 946_684_800_000L;
  private static final long WARM_UP_NANOS = Duration.ofSeconds(1).toNanos();

  private static final String COLUMNS = "(id, neuron_id, timestamp, payload)";

  private final Properties database;
  private final Way way;
  private final int batch;
  private final byte[] payload;
  private final LongAdder rows = new LongAdder();
  private volatile boolean running = true;

  /** How a batch gets into the table. */
  private enum Way {
    COPY,
    STAGED,
    INSERT
  }

  private CopyBaseline(Properties database, int batch, String payload, Way way) {
    this.way = way;
    this.database = database;
    this.batch = batch;
    this.payload = payload.getBytes(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    var database = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      database.load(reader);
    }
    var baseline =
        new CopyBaseline(
            database,
            Integer.parseInt(arguments[2]),
            payload(arguments[3]),
            arguments.length < 6 ? Way.COPY : Way.valueOf(arguments[5].toUpperCase(Locale.ROOT)));
    var seconds = Integer.parseInt(arguments[4]);
    System.out.printf("%.0f%n", baseline.measure(Integer.parseInt(arguments[1]), seconds));
  }

  private static String payload(String argument) {
    return argument.startsWith("{")
        ? argument
        : "{\"content\":\"%s\"}"
            .formatted("x".repeat(Math.max(1, Integer.parseInt(argument) - 14)));
  }

  private double measure(int connections, int seconds)
      throws IOException, SQLException, InterruptedException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS copied");
      statement.execute(
          "CREATE TABLE copied (id UUID DEFAULT gen_random_uuid(), neuron_id UUID NOT NULL,"
              + " timestamp TIMESTAMPTZ NOT NULL DEFAULT NOW(), payload JSONB,"
              + " PRIMARY KEY (id, timestamp)) PARTITION BY RANGE (timestamp)");
      statement.execute(
          "DO $$ BEGIN EXECUTE format('CREATE TABLE copied_now PARTITION OF copied FOR VALUES"
              + " FROM (%L) TO (%L)', date_trunc('month', now()),"
              + " date_trunc('month', now()) + interval '2 months'); END $$");
    }
    var threads = new Thread[connections];
    for (var i = 0; i < connections; i++) {
      threads[i] = Thread.ofPlatform().start(this::write);
    }
    Thread.sleep(Duration.ofNanos(WARM_UP_NANOS));
    var before = rows.sum();
    var start = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(seconds));
    var rate = (rows.sum() - before) * 1e9 / (System.nanoTime() - start);
    running = false;
    for (var thread : threads) {
      thread.join();
    }
    try (var connection = connect();
        var statement = connection.createStatement()) {
      // whoever is measured next does not pay for writing its pages to disk
      statement.execute("DROP TABLE copied");
    }
    return rate;
  }

  private void write() {
    try (var connection = connect()) {
      connection.setAutoCommit(false);
      if (way == Way.STAGED) {
        try (var statement = connection.createStatement()) {
          statement.execute("CREATE TEMPORARY TABLE staged (LIKE copied) ON COMMIT DELETE ROWS");
        }
      }
      while (running) {
        switch (way) {
          case COPY -> copy(connection, "copied");
          case STAGED -> {
            copy(connection, "staged");
            try (var statement = connection.createStatement()) {
              statement.execute("INSERT INTO copied SELECT * FROM staged ON CONFLICT DO NOTHING");
            }
          }
          case INSERT -> insert(connection);
        }
        connection.commit();
        rows.add(batch);
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void copy(Connection connection, String table) throws SQLException {
    var bytes = rows();
    var copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY %s %s FROM STDIN WITH (FORMAT BINARY)".formatted(table, COLUMNS));
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
  }

  private void insert(Connection connection) throws SQLException {
    var ids = new UUID[batch];
    var millis = new Long[batch];
    var payloads = new String[batch];
    for (var i = 0; i < batch; i++) {
      ids[i] = UuidCreator.getTimeOrderedEpochFast();
      millis[i] = ids[i].getMostSignificantBits() >>> 16;
      payloads[i] = new String(payload, StandardCharsets.UTF_8);
    }
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO copied "
                + COLUMNS
                + " SELECT id, id, 'epoch'::timestamptz + millis * '1 ms'::interval, payload::jsonb"
                + " FROM unnest(?::uuid[], ?::bigint[], ?::text[]) AS r(id, millis, payload)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setArray(1, connection.createArrayOf("uuid", ids));
      insert.setArray(2, connection.createArrayOf("bigint", millis));
      insert.setArray(3, connection.createArrayOf("text", payloads));
      insert.executeUpdate();
    }
  }

  private byte[] rows() {
    var size = 2 + 4 + 16 + 4 + 16 + 4 + 8 + 4 + 1 + payload.length;
    var buffer = ByteBuffer.allocate(HEADER.length + batch * size + 2).put(HEADER);
    for (var i = 0; i < batch; i++) {
      var id = UuidCreator.getTimeOrderedEpochFast();
      buffer.putShort((short) 4);
      put(buffer, id);
      put(buffer, id);
      var millis = id.getMostSignificantBits() >>> 16;
      buffer.putInt(8).putLong((millis - EPOCH_2000_MILLIS) * 1_000);
      buffer.putInt(1 + payload.length).put((byte) 1).put(payload);
    }
    return buffer.putShort((short) -1).array();
  }

  private static void put(ByteBuffer buffer, UUID id) {
    buffer.putInt(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private Connection connect() throws SQLException, IOException {
    return DriverManager.getConnection(
        database.getProperty("url"),
        database.getProperty("username"),
        Files.readString(Path.of(database.getProperty("password_file"))).strip());
  }
}
