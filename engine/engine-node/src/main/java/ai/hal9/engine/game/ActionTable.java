package ai.hal9.engine.game;

import ai.hal9.engine.store.CopyBuffer;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.RowTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

/** Writes actions: one statement a batch, which is checked against the fence as a whole. */
final class ActionTable implements RowTable {

  private static final String INSERT = insert("");
  private static final String INSERT_UNLESS_THERE = insert("ON CONFLICT DO NOTHING");

  private static String insert(String onConflict) {
    return Fence.MINE
        + """
        , stored AS (
          INSERT INTO actions (game_id, game_created_at, round, player_id, side, acted_at)
          SELECT game, 'epoch'::timestamptz + created * '1 ms'::interval, round, player, side,
                 'epoch'::timestamptz + acted * '1 ms'::interval
          FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::uuid[], ?::int[], ?::bigint[])
               AS r(game, created, round, player, side, acted)
          WHERE EXISTS (SELECT FROM mine)
          %s)
        SELECT EXISTS (SELECT FROM mine)
        """
            .formatted(onConflict);
  }

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

  /** Fails when one is there already; to look for each of them first takes as long as to write. */
  @Override
  public void write(Connection connection, PendingRow[] rows, int count, CopyBuffer buffer)
      throws SQLException {
    write(connection, INSERT, rows, count);
  }

  @Override
  public void writeUnlessThere(Connection connection, PendingRow[] rows, int count)
      throws SQLException {
    write(connection, INSERT_UNLESS_THERE, rows, count);
  }

  private static void write(Connection connection, String statement, PendingRow[] rows, int count)
      throws SQLException {
    var actions = new ArrayList<ActionRow>(count);
    for (var i = 0; i < count; i++) {
      actions.add((ActionRow) rows[i]);
    }
    var owner = Fence.owner(actions, ActionRow::game);
    try (var insert = connection.prepareStatement(statement)) {
      insert.setLong(1, owner);
      new ArrayParameters(connection, insert, 2)
          .uuids(actions, row -> row.game().id())
          .longs(actions, row -> row.game().createdMillis())
          .ints(actions, ActionRow::round)
          .uuids(actions, ActionRow::player)
          .ints(actions, ActionRow::side)
          .longs(actions, ActionRow::arrivedMillis);
      Fence.run(insert, owner);
    }
  }
}
