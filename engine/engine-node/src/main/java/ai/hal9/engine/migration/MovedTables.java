package ai.hal9.engine.migration;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.account.AccountRules;
import ai.hal9.engine.account.MovedPassword;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.store.SignalIds;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is moved, in this order: a game comes when all that belongs to it is there, since a node may
 * take it over at once.
 */
final class MovedTables {

  private static final String ALL_ROWS = "true";
  private static final String IN_PLAY = "t.status IN ('waiting', 'active')";
  private static final String HAS_GAME =
      "EXISTS (SELECT 1 FROM games g WHERE g.id = t.game_id AND %s)"
          .formatted(UnmovedRows.moved("games", "g"));
  private static final String HAS_PLAYER =
      "EXISTS (SELECT 1 FROM players p WHERE p.game_id = t.game_id AND p.id = t.player_id AND %s)"
          .formatted(UnmovedRows.moved("players", "p"));

  /** Those to whose rows others' belong, in the order in which what they belong to comes first. */
  static final List<String> OWNING = List.of("games", "players");

  private static final Column GAME_ID = Column.of("game_id", Column.Type.UUID);
  private static final Column GAME_CREATED = Column.of("game_created_at", Column.Type.TIME);
  private static final long SLACK_MICROS = TimeUnit.SECONDS.toMicros(1);

  private MovedTables() {}

  /**
   * All of them.
   *
   * @param owner the number under which moved games are owned
   */
  static List<MovedTable> all(long owner, SecureRandom random) {
    return List.of(
        users(random),
        neurons(),
        signals(),
        ofGame(
            "players",
            List.of(
                GAME_ID,
                Column.of("id", Column.Type.UUID),
                Column.of("name", Column.Type.TEXT),
                Column.of("status", Column.Type.TEXT),
                Column.of("score", Column.Type.INTEGER),
                Column.of("joined_at", Column.Type.TIME)),
            List.of("game_id", "id", "game_created_at"),
            HAS_GAME,
            MovedTables::player),
        ofGame(
            "actions",
            List.of(
                GAME_ID,
                Column.of("round", Column.Type.INTEGER),
                Column.of("player_id", Column.Type.UUID),
                Column.of("side", Column.Type.SMALLINT),
                Column.of("acted_at", Column.Type.TIME)),
            List.of("game_id", "round", "player_id", "game_created_at"),
            HAS_GAME + " AND " + HAS_PLAYER,
            row -> {
              atLeast("round", row[1], 1);
              side("side", row[3]);
            }),
        ofGame(
            "rounds",
            List.of(
                GAME_ID,
                Column.of("round", Column.Type.INTEGER),
                Column.of("zeros", Column.Type.INTEGER),
                Column.of("ones", Column.Type.INTEGER),
                Column.of("winner", Column.Type.SMALLINT).orNothing(),
                Column.of("closed_at", Column.Type.TIME)),
            List.of("game_id", "round", "game_created_at"),
            HAS_GAME,
            row -> {
              atLeast("round", row[1], 1);
              atLeast("zeros", row[2], 0);
              atLeast("ones", row[3], 0);
              side("winner", row[4]);
            }),
        games("games", "NOT coalesce(" + IN_PLAY + ", false)", true, owner),
        games("games in play", IN_PLAY, false, owner));
  }

  private static MovedTable users(SecureRandom random) {
    return whole(
        "users",
        List.of(
            Column.of("id", Column.Type.UUID),
            Column.of("username", Column.Type.TEXT),
            Column.of("display_name", Column.Type.TEXT),
            Column.of("password_hash", Column.Type.TEXT).orNothing().uncompared(),
            Column.of("created_at", Column.Type.TIME),
            Column.of("updated_at", Column.Type.TIME)),
        List.of("id"),
        1,
        "",
        row -> {
          refuseUnless(AccountRules.isUsername(text(row[1])), AccountRules.USERNAME);
          refuseUnless(AccountRules.isName(text(row[2])), "display_name " + AccountRules.NAME);
          row[3] = MovedPassword.hash((String) row[3], random);
        });
  }

  private static MovedTable neurons() {
    return whole(
        "neurons",
        List.of(
            Column.of("id", Column.Type.UUID),
            Column.of("name", Column.Type.TEXT),
            Column.of("layer", Column.Type.TEXT),
            // a node that has the neuron configured may have made the row before
            Column.of("created_at", Column.Type.TIME).uncompared(),
            Column.of("updated_at", Column.Type.TIME).uncompared()),
        List.of("id"),
        1,
        "",
        row -> {
          var layer =
              Arrays.stream(Layer.values())
                  .filter(known -> known.name().equals(row[2]))
                  .findFirst()
                  .orElseThrow(() -> new RowRefusal("layer is none of " + List.of(Layer.values())));
          refuseUnless(
              Neuron.of(text(row[1]), layer, List.of()).storedId().equals(row[0]),
              "id is not the name-based UUID (version 3) of its name");
        });
  }

  private static MovedTable signals() {
    return whole(
        "signals",
        List.of(
            Column.of("id", Column.Type.UUID),
            Column.of("neuron_id", Column.Type.UUID),
            Column.of("timestamp", Column.Type.TIME),
            Column.of("payload", Column.Type.JSON).orNothing()),
        List.of("id", "timestamp"),
        1,
        "timestamp",
        row -> {
          var id = (UUID) row[0];
          if (id != null && SignalIds.timed(id)) {
            row[2] = timeOf(id, "timestamp", row[2]);
          }
        });
  }

  private static MovedTable games(String label, String part, boolean over, long owner) {
    return new MovedTable(
        label,
        "games",
        part,
        List.of(
            Column.of("id", Column.Type.UUID),
            Column.of("created_at", Column.Type.TIME),
            Column.of("name", Column.Type.TEXT),
            played("status", Column.Type.TEXT, over),
            Column.of("min_players", Column.Type.INTEGER),
            Column.of("max_players", Column.Type.INTEGER),
            Column.of("rounds", Column.Type.INTEGER),
            Column.of("round_ms", Column.Type.INTEGER).orNothing(),
            played("round", Column.Type.INTEGER, over),
            played("finished_at", Column.Type.TIME, over).orNothing()),
        List.of(Column.of("owner", Column.Type.BIGINT).uncompared()),
        List.of("id", "created_at"),
        2,
        "created_at",
        ALL_ROWS,
        row -> {
          row[1] = timeOf(game(row[0], "id"), "created_at", row[1]);
          GameRules.check(row);
          row[10] = owner;
        });
  }

  /** What changes while a game is played, which a node does as soon as the game is there. */
  private static Column played(String name, Column.Type type, boolean over) {
    return over ? Column.of(name, type) : Column.of(name, type).uncompared();
  }

  private static MovedTable whole(
      String name,
      List<Column> source,
      List<String> key,
      int identity,
      String partitioned,
      MovedTable.Rule rule) {
    return new MovedTable(
        name, name, ALL_ROWS, source, List.of(), key, identity, partitioned, ALL_ROWS, rule);
  }

  private static MovedTable ofGame(
      String name, List<Column> source, List<String> key, String belongs, MovedTable.Rule rule) {
    return new MovedTable(
        name,
        name,
        ALL_ROWS,
        source,
        List.of(GAME_CREATED),
        key,
        key.size(),
        GAME_CREATED.name(),
        belongs,
        row -> {
          rule.complete(row);
          var id = game(row[0], "game_id");
          row[source.size()] = TimeUnit.MILLISECONDS.toMicros(SignalIds.millis(id));
        });
  }

  private static void player(@Nullable Object[] row) throws RowRefusal {
    refuseUnless(AccountRules.isName(text(row[2])), "name " + AccountRules.NAME);
    refuseUnless(
        Set.of("playing", "left").contains(text(row[3])), "status is neither playing nor left");
    atLeast("score", row[4], 0);
  }

  private static UUID game(@Nullable Object id, String column) throws RowRefusal {
    if (id instanceof UUID uuid && SignalIds.timed(uuid)) {
      var micros = TimeUnit.MILLISECONDS.toMicros(SignalIds.millis(uuid));
      refuseUnless(
          micros >= Times.FIRST && micros < Times.END,
          column + " has a time outside the years 2000 to 2099");
      return uuid;
    }
    throw new RowRefusal(column + " is no UUID of version 7, which tells when the game was made");
  }

  /** The time in an id; SQLite's own times may have lost the fraction of the second. */
  private static long timeOf(UUID id, String column, @Nullable Object told) throws RowRefusal {
    var micros = TimeUnit.MILLISECONDS.toMicros(SignalIds.millis(id));
    refuseUnless(
        told instanceof Long time && Math.abs(time - micros) < SLACK_MICROS,
        column + " is not the time in the id, which is of version 7");
    return micros;
  }

  static String text(@Nullable Object cell) {
    return cell == null ? "" : (String) cell;
  }

  static void atLeast(String column, @Nullable Object cell, int least) throws RowRefusal {
    refuseUnless(
        cell instanceof Integer number && number >= least, column + " is less than " + least);
  }

  private static void side(String column, @Nullable Object cell) throws RowRefusal {
    refuseUnless(
        cell == null || (cell instanceof Short side && (side == 0 || side == 1)),
        column + " is neither 0 nor 1");
  }

  static void refuseUnless(boolean holds, String reason) throws RowRefusal {
    if (!holds) {
      throw new RowRefusal(reason);
    }
  }
}
