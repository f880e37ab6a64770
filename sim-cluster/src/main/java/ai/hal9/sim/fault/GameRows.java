package ai.hal9.sim.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What PostgreSQL holds of some games. */
record GameRows(List<Move> moves, List<GameAudit.Score> scores) {

  GameRows {
    moves = List.copyOf(moves);
    scores = List.copyOf(scores);
  }

  /**
   * Reads them.
   *
   * @param games their ids
   */
  static GameRows of(Collection<String> games, Connection connection) throws SQLException {
    var ids = connection.createArrayOf("uuid", games.toArray());
    var moves = new ArrayList<Move>();
    try (var query =
        connection.prepareStatement(
            "SELECT game_id, round, player_id, side FROM actions WHERE game_id = ANY (?)")) {
      query.setArray(1, ids);
      var row = query.executeQuery();
      while (row.next()) {
        moves.add(new Move(row.getString(1), row.getInt(2), row.getString(3), row.getInt(4)));
      }
    }
    var scores = new ArrayList<GameAudit.Score>();
    try (var query =
        connection.prepareStatement(
            "SELECT game_id, round, zeros, ones FROM rounds WHERE game_id = ANY (?)")) {
      query.setArray(1, ids);
      var row = query.executeQuery();
      while (row.next()) {
        scores.add(
            new GameAudit.Score(row.getString(1), row.getInt(2), row.getInt(3), row.getInt(4)));
      }
    }
    return new GameRows(moves, scores);
  }
}
