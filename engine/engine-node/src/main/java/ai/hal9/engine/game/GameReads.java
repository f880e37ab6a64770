package ai.hal9.engine.game;

import ai.hal9.engine.store.Postgres;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of games, as it was last committed. */
final class GameReads {

  private static final String VIEW =
      """
      SELECT g.id, created_at, name, g.status, owner, min_players, max_players, rounds, round_ms,
             round, finished_at,
             (SELECT count(*) FROM players p WHERE p.game_id = g.id
              AND p.game_created_at = g.created_at AND p.status = 'playing')
      FROM games g
      """;
  private static final String ONE = VIEW + "WHERE g.id = ? AND created_at = ?";

  // Ids are in the order of creation.
  private static final String NEWEST = VIEW + "WHERE g.id < ? ORDER BY g.id DESC LIMIT ?";
  private static final String NEWEST_OF_STATUS =
      VIEW
          + """
          WHERE g.id < ? AND g.status = ? AND created_at <= ?
          ORDER BY created_at DESC, g.id DESC LIMIT ?
          """;
  private static final String PLAYERS =
      """
      SELECT name, score, 1 FROM players WHERE game_id = ? AND game_created_at = ?
      ORDER BY score DESC, name LIMIT ?
      """;
  private static final String TOTALS =
      "SELECT name, score, games FROM player_totals ORDER BY score DESC, name LIMIT ?";
  private static final String ROUNDS =
      """
      SELECT round, zeros, ones, closed_at FROM rounds
      WHERE game_id = ? AND game_created_at = ? AND round < ? ORDER BY round DESC LIMIT ?
      """;
  private static final String MINUTES =
      """
      SELECT minute, sum(games_created), sum(games_finished), sum(players_joined), sum(actions),
             sum(rounds), sum(ties)
      FROM game_analytics GROUP BY minute ORDER BY minute DESC LIMIT ?
      """;
  private static final UUID AFTER_ALL = new UUID(-1L, -1L);

  private final Postgres postgres;

  GameReads(Postgres postgres) {
    this.postgres = postgres;
  }

  /** A game, if there is one of this id. */
  Optional<GameView> find(UUID game) {
    return query("games-find", ONE, GameReads::view, game, GameStore.created(game)).stream()
        .findFirst();
  }

  List<GameView> list(@Nullable GameStatus status, @Nullable UUID before, int limit) {
    var from = before == null ? AFTER_ALL : before;
    return status == null
        ? query("games-list", NEWEST, GameReads::view, from, limit)
        : query(
            "games-list",
            NEWEST_OF_STATUS,
            GameReads::view,
            from,
            status.wireName(),
            before == null ? OffsetDateTime.MAX : GameStore.created(before),
            limit);
  }

  List<Standing> leaderboard(UUID game, int limit) {
    return query(
        "games-players", PLAYERS, GameReads::standing, game, GameStore.created(game), limit);
  }

  List<Standing> leaderboard(int limit) {
    return query("games-totals", TOTALS, GameReads::standing, limit);
  }

  List<PlayedRound> rounds(UUID game, int before, int limit) {
    return query(
        "games-rounds", ROUNDS, GameReads::round, game, GameStore.created(game), before, limit);
  }

  List<MinuteOfGames> analytics(int minutes) {
    return query("games-analytics", MINUTES, GameReads::minute, minutes);
  }

  /** Reads a row. */
  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet result) throws SQLException;
  }

  private <T> List<T> query(String operation, String sql, Row<T> row, Object... parameters) {
    return postgres.ask(
        operation,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
              query.setObject(i + 1, parameters[i]);
            }
            try (var result = query.executeQuery()) {
              var rows = new ArrayList<T>();
              while (result.next()) {
                rows.add(row.read(result));
              }
              return rows;
            }
          }
        });
  }

  private static GameView view(ResultSet row) throws SQLException {
    var millis = row.getInt(9);
    var round = row.wasNull() ? Optional.<Duration>empty() : Optional.of(Duration.ofMillis(millis));
    return new GameView(
        row.getObject(1, UUID.class),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        new GameSettings(row.getString(3), row.getInt(6), row.getInt(7), row.getInt(8), round),
        GameStatus.of(row.getString(4)).orElseThrow(),
        row.getInt(10),
        row.getInt(12),
        row.getLong(5),
        Optional.ofNullable(row.getObject(11, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(row.getString(1), row.getLong(2), row.getLong(3));
  }

  private static PlayedRound round(ResultSet row) throws SQLException {
    return new PlayedRound(
        row.getInt(1),
        new RoundScore(row.getInt(2), row.getInt(3)),
        row.getObject(4, OffsetDateTime.class).toInstant());
  }

  private static MinuteOfGames minute(ResultSet row) throws SQLException {
    return new MinuteOfGames(
        row.getObject(1, OffsetDateTime.class).toInstant(),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }
}
