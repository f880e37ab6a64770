package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what signals were answered with, newest first, a page at a time. */
public final class RecentAnswers {

  private static final JsonMapper JSON = new JsonMapper();

  /** A signal and its answer may be large, and a node's heap small. */
  private static final int PAGE = 50;

  /** Ids grow with time: their index gives the order, and their time says where to begin. */
  private static final String QUERY =
      """
      SELECT payload->>'neuron', payload->>'content', payload->>'response',
          payload->>'path', payload->>'models'
      FROM signals WHERE timestamp >= ? AND id >= ? ORDER BY id DESC LIMIT ?
      """;

  private RecentAnswers() {}

  /** What a signal asked and was answered. */
  public record Row(
      String neuron, String content, String response, List<String> path, List<String> models) {
    public Row {
      path = List.copyOf(path);
      models = List.copyOf(models);
    }
  }

  /**
   * Hands over the rows since then until the taker has enough.
   *
   * @param most rows to read
   * @param more takes a row and says whether it wants another
   * @throws StoreException when PostgreSQL fails
   */
  public static void since(Database database, Instant since, long most, Predicate<Row> more) {
    var _ =
        database.ask(
            "read-answers",
            connection -> {
              connection.setAutoCommit(false);
              try {
                return read(connection, since, most, more);
              } finally {
                connection.rollback();
                connection.setAutoCommit(true);
              }
            });
  }

  private static int read(Connection connection, Instant since, long most, Predicate<Row> more)
      throws SQLException {
    try (var query = connection.prepareStatement(QUERY)) {
      query.setFetchSize(PAGE);
      query.setObject(1, since.atOffset(ZoneOffset.UTC));
      query.setObject(2, new UUID(since.toEpochMilli() << 16, 0));
      query.setLong(3, most);
      try (var row = query.executeQuery()) {
        var count = 0;
        while (row.next()) {
          count++;
          var neuron = row.getString(1);
          var content = row.getString(2);
          var response = row.getString(3);
          if (neuron != null
              && content != null
              && response != null
              && !more.test(
                  new Row(
                      neuron, content, response, list(row.getString(4)), list(row.getString(5))))) {
            break;
          }
        }
        return count;
      }
    }
  }

  private static List<String> list(@Nullable String json) {
    return json == null
        ? List.of()
        : JSON.readTree(json).valueStream().map(JsonNode::asString).toList();
  }
}
