package ai.hal9.engine.game;

import ai.hal9.engine.store.CopyBuffer;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.RowTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

/** Writes actions: one statement a batch, which is checked against the fence as a whole. */
final class ActionTable implements RowTable {

  private static final String INSERT =
      Fence.MINE
          + """
          , stored AS (
            INSERT INTO actions (game_id, game_created_at, round, player_id, side, acted_at)
            SELECT game, 'epoch'::timestamptz + created * '1 ms'::interval, round, player, side,
                   'epoch'::timestamptz + acted * '1 ms'::interval
            FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::uuid[], ?::int[], ?::bigint[])
                 AS r(game, created, round, player, side, acted)
            WHERE EXISTS (SELECT FROM mine)
            ON CONFLICT DO NOTHING)
          SELECT EXISTS (SELECT FROM mine)
          """;

  @Override
  public String noun() {
    return "actions";
  }

  @Override
  public String writing() {
    return "actions";
  }

  @Override
  public String rewriting() {
    return "actions-again";
  }

  @Override
  public void write(Connection connection, PendingRow[] rows, int count, CopyBuffer buffer)
      throws SQLException {
    writeUnlessThere(connection, rows, count);
  }

  @Override
  public void writeUnlessThere(Connection connection, PendingRow[] rows, int count)
      throws SQLException {
    var actions = new ArrayList<ActionRow>(count);
    for (var i = 0; i < count; i++) {
      actions.add((ActionRow) rows[i]);
    }
    var owner = Fence.owner(actions.stream().map(ActionRow::game));
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, owner);
      new ArrayParameters(connection, insert, 2)
          .add("uuid", actions, row -> row.game().id())
          .add("bigint", actions, row -> row.game().createdMillis())
          .add("int", actions, ActionRow::round)
          .add("uuid", actions, ActionRow::player)
          .add("int", actions, ActionRow::side)
          .add("bigint", actions, ActionRow::arrivedMillis);
      Fence.run(insert, owner);
    }
  }
}
