package ai.hal9.engine.game;

import ai.hal9.engine.store.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings unfinished games from PostgreSQL to the node that owns them, or owns them from now on. */
final class GameLoads {

  private static final String COLUMNS =
      "g.id, g.name, g.status, g.min_players, g.max_players, g.rounds, g.round_ms, g.round";

  /** Parameters: the new owner, the old owner, one game or null for any, how many at most. */
  private static final String ADOPT =
      Fence.MINE
          + """
          , taken AS (
            UPDATE games g SET owner = mine.id FROM mine,
              (SELECT id, created_at FROM games
               WHERE owner = ? AND status <> 'finished' AND (?::uuid IS NULL OR id = ?)
               LIMIT ? FOR UPDATE SKIP LOCKED) AS orphan
            WHERE g.id = orphan.id AND g.created_at = orphan.created_at
            RETURNING g.*)
          """
          + "SELECT "
          + COLUMNS
          + " FROM taken g";

  private static final String OWN =
      "SELECT " + COLUMNS + " FROM games g WHERE id = ? AND owner = ? AND status <> 'finished'";
  private static final String OWNED =
      "SELECT id FROM games WHERE owner = ? AND status <> 'finished'";
  private static final String PLAYERS =
      """
      SELECT game_id, id, name, score, status = 'playing' FROM players WHERE game_id = ANY (?)
      ORDER BY game_id, joined_at, id
      """;
  private static final String ACTIONS =
      """
      SELECT a.game_id, a.player_id, a.side FROM actions a
      JOIN unnest(?::uuid[], ?::int[]) AS o(game, round)
      ON a.game_id = o.game AND a.round = o.round
      """;

  private final Postgres postgres;
  private final Maker maker;

  /** Makes a game with nobody in it. */
  @FunctionalInterface
  interface Maker {
    LiveGame make(UUID id, long owner, GameSettings settings, GameStatus status, int round);
  }

  GameLoads(Postgres postgres, Maker maker) {
    this.postgres = postgres;
    this.maker = maker;
  }

  /**
   * Takes over unfinished games of an owner that is fenced.
   *
   * @param one this one alone; null for any
   */
  List<LiveGame> adopt(long owner, long orphaner, @Nullable UUID one, int most) {
    return postgres.ask(
        "games-adopt",
        connection -> {
          try (var query = connection.prepareStatement(ADOPT)) {
            query.setLong(1, owner);
            query.setLong(2, orphaner);
            query.setObject(3, one);
            query.setObject(4, one);
            query.setInt(5, most);
            return complete(connection, games(query.executeQuery(), owner));
          }
        });
  }

  /** An unfinished game of this owner's own. */
  Optional<LiveGame> own(long owner, UUID game) {
    return postgres.ask(
        "games-load",
        connection -> {
          try (var query = connection.prepareStatement(OWN)) {
            query.setObject(1, game);
            query.setLong(2, owner);
            return complete(connection, games(query.executeQuery(), owner)).stream().findFirst();
          }
        });
  }

  /** The ids of all unfinished games of this owner's own. */
  List<UUID> owned(long owner) {
    return postgres.ask(
        "games-owned",
        connection -> {
          try (var query = connection.prepareStatement(OWNED)) {
            query.setLong(1, owner);
            try (var rows = query.executeQuery()) {
              var games = new ArrayList<UUID>();
              while (rows.next()) {
                games.add(rows.getObject(1, UUID.class));
              }
              return games;
            }
          }
        });
  }

  private Map<UUID, LiveGame> games(ResultSet rows, long owner) throws SQLException {
    try (rows) {
      var games = new LinkedHashMap<UUID, LiveGame>();
      while (rows.next()) {
        var id = rows.getObject(1, UUID.class);
        var millis = rows.getInt(7);
        var round =
            rows.wasNull() ? Optional.<Duration>empty() : Optional.of(Duration.ofMillis(millis));
        var settings =
            new GameSettings(
                rows.getString(2), rows.getInt(4), rows.getInt(5), rows.getInt(6), round);
        games.put(
            id,
            maker.make(
                id,
                owner,
                settings,
                GameStatus.of(rows.getString(3)).orElseThrow(),
                rows.getInt(8)));
      }
      return games;
    }
  }

  private static List<LiveGame> complete(Connection connection, Map<UUID, LiveGame> games)
      throws SQLException {
    if (games.isEmpty()) {
      return List.of();
    }
    var all = List.copyOf(games.values());
    try (var query = connection.prepareStatement(PLAYERS)) {
      new ArrayParameters(connection, query, 1).uuids(all, LiveGame::id);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          game(games, rows)
              .seat(
                  rows.getObject(2, UUID.class),
                  rows.getString(3),
                  rows.getInt(4),
                  rows.getBoolean(5));
        }
      }
    }
    try (var query = connection.prepareStatement(ACTIONS)) {
      new ArrayParameters(connection, query, 1).uuids(all, LiveGame::id).ints(all, LiveGame::round);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          game(games, rows).acted(rows.getObject(2, UUID.class), rows.getInt(3));
        }
      }
    }
    return new ArrayList<>(all);
  }

  private static LiveGame game(Map<UUID, LiveGame> games, ResultSet rows) throws SQLException {
    var game = games.get(rows.getObject(1, UUID.class));
    if (game == null) {
      throw new SQLException("PostgreSQL told of a game that it was not asked about");
    }
    return game;
  }
}
