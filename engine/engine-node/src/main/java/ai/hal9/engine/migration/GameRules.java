package ai.hal9.engine.migration;

import ai.hal9.engine.game.GameSettings;
import ai.hal9.engine.game.GameStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a game has to be for a node to play it on, or to show it. */
final class GameRules {

  private GameRules() {}

  /** Checks a row of games, in the order of its columns. */
  static void check(@Nullable Object[] row) throws RowRefusal {
    var length = row[7] instanceof Integer millis ? Optional.of(millis) : Optional.<Integer>empty();
    if (row[4] instanceof Integer least
        && row[5] instanceof Integer most
        && row[6] instanceof Integer rounds
        && row[8] instanceof Integer round) {
      try {
        var settings =
            new GameSettings(
                MovedTables.text(row[2]), least, most, rounds, length.map(Duration::ofMillis));
        MovedTables.refuseUnless(
            round >= 0 && round <= settings.rounds(), "round is not one of its rounds");
      } catch (IllegalArgumentException e) {
        throw new RowRefusal(String.valueOf(e.getMessage()));
      }
    }
    var status =
        GameStatus.of(MovedTables.text(row[3]))
            .orElseThrow(() -> new RowRefusal("status is none of waiting, active, finished"));
    MovedTables.refuseUnless(
        (status == GameStatus.FINISHED) == (row[9] != null),
        "finished_at is there without the status finished, or is missing with it");
  }
}
