package ai.hal9.engine.game;

import ai.hal9.engine.store.PendingRow;
import java.util.List;
import java.util.UUID;

/** A round on its way to be scored. */
final class RoundRow extends PendingRow {

  private final LiveGame game;
  private final Writes writes;
  private final int round;
  private final RoundScore score;
  private final boolean last;
  private final List<UUID> winners;
  private final List<Standing> totals;
  private final long closedMillis;

  /**
   * A round that ended.
   *
   * @param last whether the game ends with it
   * @param winners who scores
   * @param totals what each player has in the end; empty unless it is the last
   */
  RoundRow(
      LiveGame game,
      Writes writes,
      int round,
      RoundScore score,
      boolean last,
      List<UUID> winners,
      List<Standing> totals,
      long closedMillis) {
    this.game = game;
    this.writes = writes;
    this.round = round;
    this.score = score;
    this.last = last;
    this.winners = List.copyOf(winners);
    this.totals = List.copyOf(totals);
    this.closedMillis = closedMillis;
    row(game.id());
  }

  LiveGame game() {
    return game;
  }

  int round() {
    return round;
  }

  RoundScore score() {
    return score;
  }

  boolean last() {
    return last;
  }

  List<UUID> winners() {
    return winners;
  }

  List<Standing> totals() {
    return totals;
  }

  long closedMillis() {
    return closedMillis;
  }

  @Override
  protected void stored(long takenNanos, long storedNanos) {
    writes.scored(this, storedNanos);
  }

  @Override
  protected void refused(String reason) {
    writes.unscored(this, reason);
  }

  @Override
  protected void givenUp(String reason) {
    writes.unscored(this, reason);
  }
}
