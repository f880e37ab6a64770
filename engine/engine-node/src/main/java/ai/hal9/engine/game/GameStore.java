package ai.hal9.engine.game;

import ai.hal9.engine.store.FencedException;
import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes of games outside of rounds, each one statement under the fence. Who joins or leaves holds
 * the game's row for share, so that it does not finish meanwhile. When PostgreSQL does not answer,
 * all throw a {@link StoreException}; the outcome is unknown then, unless {@link #isFenced} says
 * that nothing was done.
 */
final class GameStore {

  private static final String CREATE =
      Fence.MINE
          + """
          , made AS (
            INSERT INTO games (id, created_at, name, status, owner, min_players, max_players,
                               rounds, round_ms)
            SELECT ?, ?, ?, 'waiting', id, ?, ?, ?, ? FROM mine)
          SELECT EXISTS (SELECT FROM mine), true
          """;

  /** Yields the game, by id and time of creation, unless it is over. */
  private static final String PLAYED =
      Fence.MINE
          + """
          , played AS MATERIALIZED (
            SELECT games.id, games.created_at FROM games, mine
            WHERE games.id = ? AND games.created_at = ? AND games.status <> 'finished'
            FOR SHARE OF games)""";

  private static final String JOIN =
      PLAYED
          + """
          , joined AS (
            INSERT INTO players (game_id, game_created_at, id, name, status)
            SELECT played.id, played.created_at, ?, ?, 'playing' FROM played
            RETURNING game_id, game_created_at),
          begun AS (
            UPDATE games SET status = 'active', round = 1 FROM joined
            WHERE ? AND games.id = joined.game_id AND games.created_at = joined.game_created_at)
          SELECT EXISTS (SELECT FROM mine), EXISTS (SELECT FROM played)
          """;
  private static final String LEAVE =
      PLAYED
          + """
          , gone AS (
            UPDATE players SET status = 'left' FROM played
            WHERE game_id = played.id AND game_created_at = played.created_at AND players.id = ?)
          SELECT EXISTS (SELECT FROM mine), EXISTS (SELECT FROM played)
          """;
  private static final String FINISH =
      Fence.MINE
          + """
          , over AS (
            UPDATE games SET status = 'finished', finished_at = now() FROM mine
            WHERE games.id = ? AND created_at = ? AND status = 'waiting')
          SELECT EXISTS (SELECT FROM mine), true
          """;

  private final Postgres postgres;

  GameStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Stores a new game. */
  void create(long owner, UUID id, GameSettings settings) {
    var _ =
        run(
            "games-create",
            CREATE,
            owner,
            id,
            created(id),
            settings.name(),
            settings.minPlayers(),
            settings.maxPlayers(),
            settings.rounds(),
            settings.round().map(length -> Math.toIntExact(length.toMillis())).orElse(null));
  }

  /** Stores a player, and that the game begins; false when it is over. */
  boolean join(long owner, UUID game, UUID player, String name, boolean begins) {
    return run("games-join", JOIN, owner, game, created(game), player, name, begins);
  }

  /** Stores that a player left; false when the game is over. */
  boolean leave(long owner, UUID game, UUID player) {
    return run("games-leave", LEAVE, owner, game, created(game), player);
  }

  /** Stores that a game ended unplayed. */
  void finish(long owner, UUID game) {
    var _ = run("games-finish", FINISH, owner, game, created(game));
  }

  static OffsetDateTime created(UUID game) {
    return Instant.ofEpochMilli(SignalIds.millis(game)).atOffset(ZoneOffset.UTC);
  }

  private boolean run(String operation, String sql, long owner, @Nullable Object... parameters) {
    return postgres.ask(operation, connection -> run(connection, sql, owner, parameters));
  }

  private static boolean run(
      Connection connection, String sql, long owner, @Nullable Object... parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, owner);
      for (var i = 0; i < parameters.length; i++) {
        statement.setObject(i + 2, parameters[i]);
      }
      return Fence.done(statement, owner);
    }
  }

  /** Whether a failure says that the owner is fenced, so that nothing was done. */
  static boolean isFenced(StoreException failure) {
    return failure.getCause() instanceof FencedException;
  }
}
