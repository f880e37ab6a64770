package ai.hal9.engine.game;

import ai.hal9.engine.game.EarlyActions.Attempt;
import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.game.GameOutcome.Refused;
import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.store.RowBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is played on this node: actions and rounds on their way into PostgreSQL, and back. */
final class Play implements Writes {

  private static final Logger LOG = LoggerFactory.getLogger(Play.class);
  private static final int HEAP_SHARE = 16;

  private final Postgres postgres;
  private final GameMeters meters;
  private final GameTally tally;
  private final Consumer<LiveGame> finished;
  private final RowBuffer actions;
  private final RowBuffer rounds;

  /**
   * Writes for the games of a node.
   *
   * @param finished told of a game whose last round is scored
   */
  Play(Postgres postgres, GameMeters meters, GameTally tally, Consumer<LiveGame> finished) {
    this.postgres = postgres;
    this.meters = meters;
    this.tally = tally;
    this.finished = finished;
    actions = postgres.buffer(new ActionTable(), HEAP_SHARE, meters.tally("actions"));
    rounds = postgres.buffer(new RoundTable(), HEAP_SHARE, meters.tally("rounds"));
  }

  /** Takes an action on a game that is here; never blocks. */
  void act(LiveGame game, Attempt attempt) {
    if (!postgres.up()) {
      answer(attempt, GameRefusal.UNAVAILABLE, "PostgreSQL is gone: " + postgres.reason());
      return;
    }
    switch (game.act(attempt)) {
      case Done<Optional<ActionRow>>(var row) -> row.ifPresent(this::write);
      case Refused<Optional<ActionRow>>(var reason, var detail) -> answer(attempt, reason, detail);
      case GameOutcome.Elsewhere<Optional<ActionRow>> _ ->
          throw new IllegalStateException("a game that is here said that it is elsewhere");
    }
  }

  private void answer(Attempt attempt, GameRefusal reason, String detail) {
    meters.refused(reason);
    attempt.done().accept(new Refused<>(reason, detail));
  }

  private void write(ActionRow row) {
    if (!actions.offer(row, true)) {
      submit(row.game().refused(row));
      answer(row, GameRefusal.OVERLOADED, "More actions wait than are held.");
    }
  }

  private void answer(ActionRow row, GameRefusal reason, String detail) {
    row.refuse(new Refused<>(reason, detail), meters::refused);
  }

  /** Has a round scored, if there is one. */
  void submit(@Nullable RoundRow row) {
    if (row != null && !rounds.offer(row, true)) {
      unscored(row, "more rounds wait than are held");
    }
  }

  /** The game takes nothing until it is loaded anew. */
  void doubt(LiveGame game) {
    game.doubt();
    release(game);
  }

  /** Actions that came early are tried again. */
  private void release(LiveGame game) {
    game.released().forEach(attempt -> act(game, attempt));
  }

  @Override
  public void committed(ActionRow row, long storedNanos) {
    meters.acted(storedNanos - row.arrivedNanos());
    tally.acted();
    // counted before it is told: the last of a round knows then that the round has ended
    submit(row.game().committed(row));
    row.answer(new Done<>(new Games.Acted(row.round(), row.side())));
  }

  @Override
  public void refused(ActionRow row, String reason) {
    answer(row, GameRefusal.UNAVAILABLE, "It was not stored: " + reason);
    submit(row.game().refused(row));
  }

  @Override
  public void scored(RoundRow row, long storedNanos) {
    var game = row.game();
    meters.scored(game.end(), storedNanos - game.endedNanos());
    tally.scored(row.score());
    if (row.last()) {
      // before anyone is told: who asks then learns that it is over
      finished.accept(game);
    }
    game.scored(row);
    release(game);
  }

  @Override
  public void unscored(RoundRow row, String reason) {
    LOG.warn("round {} of game {} is not scored here: {}", row.round(), row.id(), reason);
    row.game().unscored();
    release(row.game());
  }

  /** Writes what waits, until the deadline. */
  void close(Duration deadline) throws InterruptedException {
    var end = System.nanoTime() + deadline.toNanos();
    actions.close(deadline);
    rounds.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
  }
}
