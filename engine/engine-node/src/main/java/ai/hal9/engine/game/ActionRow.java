package ai.hal9.engine.game;

import ai.hal9.engine.store.PendingRow;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** An action on its way into the actions table. */
final class ActionRow extends PendingRow {

  private final LiveGame game;
  private final Writes writes;
  private final int round;
  private final int seat;
  private final UUID player;
  private final int side;
  private final long arrivedMillis;
  private final long arrivedNanos;
  private final Consumer<GameOutcome<Games.Acted>> done;
  private final AtomicBoolean answered = new AtomicBoolean();

  ActionRow(
      LiveGame game,
      Writes writes,
      int round,
      int seat,
      UUID player,
      int side,
      long arrivedMillis,
      long arrivedNanos,
      Consumer<GameOutcome<Games.Acted>> done) {
    this.game = game;
    this.writes = writes;
    this.round = round;
    this.seat = seat;
    this.player = player;
    this.side = side;
    this.arrivedMillis = arrivedMillis;
    this.arrivedNanos = arrivedNanos;
    this.done = done;
    row(game.id());
  }

  LiveGame game() {
    return game;
  }

  int round() {
    return round;
  }

  int seat() {
    return seat;
  }

  UUID player() {
    return player;
  }

  int side() {
    return side;
  }

  long arrivedMillis() {
    return arrivedMillis;
  }

  long arrivedNanos() {
    return arrivedNanos;
  }

  /** Answers who acted, unless somebody has. */
  void answer(GameOutcome<Games.Acted> outcome) {
    if (answered.compareAndSet(false, true)) {
      done.accept(outcome);
    }
  }

  /**
   * Refuses who acted, unless somebody has answered.
   *
   * @param counted told before, only when it is refused so
   */
  void refuse(GameOutcome.Refused<Games.Acted> refusal, Consumer<GameRefusal> counted) {
    if (answered.compareAndSet(false, true)) {
      counted.accept(refusal.reason());
      done.accept(refusal);
    }
  }

  @Override
  protected void stored(long takenNanos, long storedNanos) {
    writes.committed(this, storedNanos);
  }

  @Override
  protected void refused(String reason) {
    writes.refused(this, reason);
  }

  @Override
  protected void givenUp(String reason) {
    writes.refused(this, reason);
  }
}
