package ai.hal9.engine.game;

import ai.hal9.engine.store.FencedException;
import ai.hal9.engine.store.Postgres;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps an owner that others have given up from writing (a fencing token). Every statement that
 * writes for an owner begins with {@link #MINE}, which holds the owner's row for share and finds it
 * only while it is not fenced; to fence it is to update the row, which waits for those statements
 * and keeps out all later ones. Each is a single statement, so that a node that stops in the middle
 * holds no lock.
 */
final class Fence {

  /** Yields the owner's id, the first parameter, or nothing. */
  static final String MINE =
      """
      WITH mine AS MATERIALIZED (
        SELECT id FROM game_owners WHERE id = ? AND fenced_at IS NULL FOR SHARE)""";

  private static final String REGISTER = "INSERT INTO game_owners (node) VALUES (?) RETURNING id";
  private static final String FENCE =
      "UPDATE game_owners SET fenced_at = now() WHERE id = ? AND fenced_at IS NULL";
  private static final String IS_FENCED =
      "SELECT fenced_at IS NOT NULL FROM game_owners WHERE id = ?";

  private Fence() {}

  /** A new owner's number. */
  static long register(Postgres postgres, String node) {
    return postgres.ask(
        "games-register",
        connection -> {
          try (var insert = connection.prepareStatement(REGISTER)) {
            insert.setString(1, node);
            try (var result = insert.executeQuery()) {
              result.next();
              return result.getLong(1);
            }
          }
        });
  }

  /** From here on nothing of this owner's is written any more, and all it wrote can be seen. */
  static void fence(Postgres postgres, long owner) {
    postgres.ask(
        "games-fence",
        connection -> {
          try (var update = connection.prepareStatement(FENCE)) {
            update.setLong(1, owner);
            return update.executeUpdate();
          }
        });
  }

  /** Whether an owner is fenced, or was never there. */
  static boolean fenced(Postgres postgres, long owner) {
    return postgres.ask(
        "games-fenced",
        connection -> {
          try (var query = connection.prepareStatement(IS_FENCED)) {
            query.setLong(1, owner);
            try (var result = query.executeQuery()) {
              return !result.next() || result.getBoolean(1);
            }
          }
        });
  }

  /**
   * Whose games the rows are of.
   *
   * @param rows one at least
   * @throws FencedException when some are an earlier owner's, which is fenced then
   */
  static <R> long owner(List<R> rows, Function<R, LiveGame> game) throws FencedException {
    var owner = game.apply(rows.getFirst()).owner();
    for (var row : rows) {
      if (game.apply(row).owner() != owner) {
        throw new FencedException("some are of games that this node has lost");
      }
    }
    return owner;
  }

  /** Runs a statement that yields whether the owner was not fenced. */
  static void run(PreparedStatement statement, long owner) throws SQLException {
    try (var result = statement.executeQuery()) {
      check(result, owner);
    }
  }

  /** Runs one that yields beside it whether it did anything; that. */
  static boolean done(PreparedStatement statement, long owner) throws SQLException {
    try (var result = statement.executeQuery()) {
      check(result, owner);
      return result.getBoolean(2);
    }
  }

  private static void check(ResultSet result, long owner) throws SQLException {
    result.next();
    if (!result.getBoolean(1)) {
      throw new FencedException("owner " + owner + " of games has been replaced");
    }
  }
}
