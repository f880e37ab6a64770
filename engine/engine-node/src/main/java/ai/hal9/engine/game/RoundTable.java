package ai.hal9.engine.game;

import ai.hal9.engine.store.CopyBuffer;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.RowTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Scores rounds: one statement a batch writes their rows, moves their games on, adds the points
 * and, with a game's last round, the players' totals. Only a round whose row is new is scored, so
 * that none is scored twice however often this is repeated.
 */
final class RoundTable implements RowTable {

  /**
   * PostgreSQL plans this for batches of ten, whatever comes. {@code IS TRUE} keeps it from joining
   * {@code closed}: it looks into a hash table instead of going through all of it for each winner.
   */
  private static final String SCORE =
      Fence.MINE
          + """
          , ended AS MATERIALIZED (
            SELECT game, 'epoch'::timestamptz + created * '1 ms'::interval AS created, round,
                   zeros, ones, winner, last, 'epoch'::timestamptz + at * '1 ms'::interval AS at
            FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::bool[],
                        ?::bigint[]) AS r(game, created, round, zeros, ones, winner, last, at)),
          closed AS (
            INSERT INTO rounds (game_id, game_created_at, round, zeros, ones, winner, closed_at)
            SELECT game, created, round, zeros, ones, nullif(winner, -1), at FROM ended
            WHERE EXISTS (SELECT FROM mine)
            ON CONFLICT DO NOTHING
            RETURNING game_id),
          moved AS (
            UPDATE games SET
              round = CASE WHEN last THEN games.round ELSE ended.round + 1 END,
              status = CASE WHEN last THEN 'finished' ELSE status END,
              finished_at = CASE WHEN last THEN at END
            FROM ended
            WHERE games.id = ended.game AND games.created_at = ended.created
              AND (ended.game IN (SELECT game_id FROM closed)) IS TRUE),
          scored AS (
            UPDATE players SET score = score + 1
            FROM unnest(?::uuid[], ?::bigint[], ?::uuid[]) AS w(game, created, player)
            WHERE players.game_id = w.game AND players.id = w.player
              AND players.game_created_at = 'epoch'::timestamptz + w.created * '1 ms'::interval
              AND (w.game IN (SELECT game_id FROM closed)) IS TRUE),
          summed AS (
            INSERT INTO player_totals AS t (name, games, score)
            SELECT name, count(*), sum(points)
            FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS f(game, name, points)
            WHERE (f.game IN (SELECT game_id FROM closed)) IS TRUE
            GROUP BY name ORDER BY name
            ON CONFLICT (name) DO UPDATE
            SET games = t.games + excluded.games, score = t.score + excluded.score)
          SELECT EXISTS (SELECT FROM mine)
          """;

  private static final int NOBODY = -1;

  @Override
  public String noun() {
    return "rounds";
  }

  @Override
  public String writing() {
    return "rounds";
  }

  @Override
  public String rewriting() {
    return "rounds-again";
  }

  @Override
  public void write(Connection connection, PendingRow[] rows, int count, CopyBuffer buffer)
      throws SQLException {
    writeUnlessThere(connection, rows, count);
  }

  @Override
  public void writeUnlessThere(Connection connection, PendingRow[] rows, int count)
      throws SQLException {
    var ended = new ArrayList<RoundRow>(count);
    for (var i = 0; i < count; i++) {
      ended.add((RoundRow) rows[i]);
    }
    var owner = Fence.owner(ended, RoundRow::game);
    var winners = winners(ended);
    var totals = totals(ended);
    try (var statement = connection.prepareStatement(SCORE)) {
      statement.setLong(1, owner);
      new ArrayParameters(connection, statement, 2)
          .uuids(ended, row -> row.game().id())
          .longs(ended, row -> row.game().createdMillis())
          .ints(ended, RoundRow::round)
          .ints(ended, row -> row.score().zeros())
          .ints(ended, row -> row.score().ones())
          .ints(ended, row -> row.score().winner().orElse(NOBODY))
          .flags(ended, RoundRow::last)
          .longs(ended, RoundRow::closedMillis)
          .uuids(winners, winner -> winner.game().id())
          .longs(winners, winner -> winner.game().createdMillis())
          .uuids(winners, Winner::player)
          .uuids(totals, total -> total.game().id())
          .texts(totals, total -> total.standing().player())
          .longs(totals, total -> total.standing().score());
      Fence.run(statement, owner);
    }
  }

  private record Winner(LiveGame game, UUID player) {}

  private record Total(LiveGame game, Standing standing) {}

  private static List<Winner> winners(List<RoundRow> ended) {
    return ended.stream()
        .flatMap(row -> row.winners().stream().map(player -> new Winner(row.game(), player)))
        .toList();
  }

  private static List<Total> totals(List<RoundRow> ended) {
    return ended.stream()
        .flatMap(row -> row.totals().stream().map(standing -> new Total(row.game(), standing)))
        .toList();
  }
}
