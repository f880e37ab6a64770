package ai.hal9.engine.memory;

import ai.hal9.engine.cache.Versioned;
import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code memories} and {@code memory_versions}. What is found is text, one memory a line
 * as JSON, with the version of the neuron's memories read before it. Every method throws {@link
 * StoreException} when PostgreSQL fails.
 */
final class MemoryTable {

  private static final String INSERT =
      """
      WITH grown AS (
        INSERT INTO memory_versions AS v (neuron_id, version) VALUES (?, ?)
        ON CONFLICT (neuron_id) DO UPDATE SET version = GREATEST(v.version + 1, excluded.version)
        RETURNING version),
      added AS (
        INSERT INTO memories (id, neuron_id, content, embedding, created_at)
        SELECT r.id, ?, r.content, r.embedding::real[],
            'epoch'::timestamptz + r.millis * '1 ms'::interval
        FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[])
            AS r(id, content, embedding, millis)
        ON CONFLICT (id) DO NOTHING)
      SELECT version FROM grown
      """;
  private static final String VERSION = "SELECT version FROM memory_versions WHERE neuron_id = ?";
  private static final String RECENT =
      "SELECT id, content, NULL FROM memories WHERE neuron_id = ? ORDER BY id DESC LIMIT ?";
  private static final String SEARCH =
      """
      SELECT id, content, ts_rank(search, words) AS score
      FROM memories, websearch_to_tsquery('english', ?) AS words
      WHERE neuron_id = ? AND search @@ words
      ORDER BY score DESC, id DESC LIMIT ?
      """;
  private static final String VECTORS = "SELECT 1 FROM pg_extension WHERE extname = 'vector'";
  private static final String NEAREST =
      """
      SELECT id, content, embedding::vector <=> ?::vector AS distance
      FROM memories WHERE neuron_id = ? AND cardinality(embedding) = ?
      ORDER BY distance, id DESC LIMIT ?
      """;

  private final Database database;

  MemoryTable(Database database) {
    this.database = database;
  }

  /** Adds memories of one neuron that are not there yet; the version of its memories then. */
  long insert(UUID neuron, List<MemoryRow> rows, long version) {
    return database.ask(
        "insert-memories",
        connection -> {
          try (var insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, neuron);
            insert.setLong(2, version);
            insert.setObject(3, neuron);
            array(connection, insert, 4, "uuid", rows.stream().map(MemoryRow::id).toArray());
            array(connection, insert, 5, "text", rows.stream().map(MemoryRow::content).toArray());
            array(connection, insert, 6, "text", rows.stream().map(MemoryTable::numbers).toArray());
            array(
                connection,
                insert,
                7,
                "bigint",
                rows.stream().map(row -> SignalIds.millis(row.id())).toArray());
            try (var result = insert.executeQuery()) {
              result.next();
              return result.getLong(1);
            }
          }
        });
  }

  /** The newest, on a standby too; what was just written is read by {@link #written}. */
  Versioned recent(UUID neuron, int limit) {
    return database.read("recent-memories", recentWork(neuron, limit));
  }

  /** The newest, as the primary has them. */
  Versioned written(UUID neuron, int limit) {
    return database.ask("recent-memories", recentWork(neuron, limit));
  }

  private static Database.Work<Versioned> recentWork(UUID neuron, int limit) {
    return work(
        neuron,
        RECENT,
        "",
        query -> {
          query.setObject(1, neuron);
          query.setInt(2, limit);
        });
  }

  Versioned search(UUID neuron, String words, int limit) {
    return database.read(
        "search-memories",
        work(
            neuron,
            SEARCH,
            "score",
            query -> {
              query.setString(1, words);
              query.setObject(2, neuron);
              query.setInt(3, limit);
            }));
  }

  Versioned nearest(UUID neuron, List<Float> embedding, int limit) {
    return database.read(
        "nearest-memories",
        work(
            neuron,
            NEAREST,
            "distance",
            query -> {
              query.setString(1, embedding.toString());
              query.setObject(2, neuron);
              query.setInt(3, embedding.size());
              query.setInt(4, limit);
            }));
  }

  /** Whether pgvector is there. */
  boolean vectors() {
    return database.ask(
        "find-pgvector",
        connection -> {
          try (var query = connection.prepareStatement(VECTORS);
              var row = query.executeQuery()) {
            return row.next();
          }
        });
  }

  /** Sets a query's parameters. */
  private interface Parameters {
    void on(PreparedStatement query) throws SQLException;
  }

  private static Database.Work<Versioned> work(
      UUID neuron, String sql, String measure, Parameters parameters) {
    return connection -> {
      var version = version(connection, neuron);
      try (var query = connection.prepareStatement(sql)) {
        parameters.on(query);
        try (var row = query.executeQuery()) {
          var lines = new StringBuilder();
          while (row.next()) {
            var line = json(row.getObject(1, UUID.class), row.getString(2));
            if (!measure.isEmpty()) {
              var measured = row.getFloat(3);
              if (!Float.isFinite(measured)) {
                continue; // the cosine of numbers so small or large is none, and JSON has no word
                // for it
              }
              line.raw(",\"" + measure + "\":" + measured);
            }
            lines.append(text(line.raw("}"))).append('\n');
          }
          return new Versioned(version, lines.toString());
        }
      }
    };
  }

  private static long version(Connection connection, UUID neuron) throws SQLException {
    try (var query = connection.prepareStatement(VERSION)) {
      query.setObject(1, neuron);
      try (var row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static JsonBytes json(UUID id, String content) {
    return new JsonBytes(content.length() + 128)
        .raw("{\"id\":\"" + id + "\",\"content\":")
        .quoted(content)
        .raw(",\"created_at\":\"" + Instant.ofEpochMilli(SignalIds.millis(id)) + "\"");
  }

  private static String text(JsonBytes json) {
    return new String(json.toBytes(), StandardCharsets.UTF_8);
  }

  private static @Nullable String numbers(MemoryRow row) {
    return row.embedding().isEmpty()
        ? null
        : row.embedding().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  private static void array(
      Connection connection,
      PreparedStatement statement,
      int at,
      String type,
      @Nullable Object[] values)
      throws SQLException {
    statement.setArray(at, connection.createArrayOf(type, values));
  }
}
