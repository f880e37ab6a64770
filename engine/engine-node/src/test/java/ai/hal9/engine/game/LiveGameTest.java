package ai.hal9.engine.game;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.game.EarlyActions.Attempt;
import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A game whose last round is scored while somebody's coming or going is on its way to be stored.
 */
class LiveGameTest {

  private final PushHub push = PushHub.start(new Knobs(), new RecordedMeters(), System::nanoTime);

  private final List<GameRefusal> counted = new ArrayList<>();

  /** What is written stays on its way. */
  private static final class Nowhere implements Writes {
    @Override
    public void committed(ActionRow row, long storedNanos) {}

    @Override
    public void refused(ActionRow row, String reason) {}

    @Override
    public void scored(RoundRow row, long storedNanos) {}

    @Override
    public void unscored(RoundRow row, String reason) {}
  }

  @AfterEach
  void close() {
    push.close();
  }

  private LiveGame game() {
    return game(1);
  }

  private LiveGame game(int rounds) {
    return new LiveGame(
        UUID.randomUUID(),
        1,
        new GameSettings("a game", 1, 100, rounds, Optional.of(Duration.ofMinutes(1))),
        GameStatus.ACTIVE,
        1,
        new LiveGame.Table(
            new Nowhere(),
            counted::add,
            () -> Duration.ofMinutes(1),
            System::nanoTime,
            Clock.systemUTC(),
            new SeatsPool()),
        push.topic(1));
  }

  @Test
  void player_whoIsStoredWhenTheGameIsOver_isToldSoAndIsInNoOther() {
    var game = game();
    var player = UUID.randomUUID();
    assertThat(game.mayJoin(player, "late")).isEqualTo(new Done<>(false));

    game.finish();

    assertThat(game.joined(player, "late", false).status()).isEqualTo(GameStatus.FINISHED);
    assertThat(game.players()).isZero();
    var other = game();
    other.finish();
    assertThat(other.joinedBefore(player, "late")).isNull();
    assertThat(Seats.NONE.count()).isZero();
  }

  @Test
  void player_whoseLeavingIsStoredWhenTheGameIsOver_endsNoRound() {
    var game = game();
    for (var i = 0; i < 20; i++) {
      game.seat(UUID.randomUUID(), "p" + i, 0, true);
    }
    var last = UUID.randomUUID();
    game.seat(last, "last", 0, true);
    assertThat(game.mayLeave(last)).isEqualTo(new Done<>(20));

    game.finish();

    assertThat(game.left(20)).isNull();
    assertThat(game.players()).isZero();
  }

  @Test
  void actions_thatWaitTooLong_areRefusedAndCountedOnceEach() {
    var game = game(2);
    var anna = UUID.randomUUID();
    var ben = UUID.randomUUID();
    game.seat(anna, "anna", 0, true);
    game.seat(ben, "ben", 0, true);
    var told = new ArrayList<GameOutcome<Games.Acted>>();
    var now = System.nanoTime();
    var row = row(game.act(new Attempt(anna, 0, 1, now, told::add)));
    var roundsEnd = now + Duration.ofMinutes(2).toNanos();
    assertThat(game.tick(roundsEnd)).isNull();
    assertThat(counted).containsExactly(GameRefusal.OUTCOME_UNKNOWN);

    assertThat(game.act(new Attempt(ben, 1, 2, roundsEnd, told::add)))
        .isEqualTo(new Done<>(Optional.empty()));
    assertThat(game.tick(roundsEnd + Duration.ofSeconds(3).toNanos())).isNull();
    row.refuse(Refusals.uncommitted(), counted::add);

    assertThat(counted).containsExactly(GameRefusal.OUTCOME_UNKNOWN, GameRefusal.ROUND_CLOSED);
    assertThat(told).hasSize(2).allMatch(GameOutcome.Refused.class::isInstance);
  }

  private static ActionRow row(GameOutcome<Optional<ActionRow>> outcome) {
    return switch (outcome) {
      case Done<Optional<ActionRow>>(var row) -> row.orElseThrow();
      case GameOutcome.Refused<Optional<ActionRow>> _,
          GameOutcome.Elsewhere<Optional<ActionRow>> _ ->
          throw new AssertionError(outcome.toString());
    };
  }

  @Test
  void player_whoJoinsAgain_isTheSameAsLongAsTheyAreHere() {
    var game = game();
    var player = UUID.randomUUID();
    var joined = game.joined(player, "anna", false);

    assertThat(game.joinedBefore(player, "anna")).isEqualTo(joined);
    assertThat(game.joinedBefore(player, "ben")).isNull();
    assertThat(game.joinedBefore(UUID.randomUUID(), "anna")).isNull();
    assertThat(game.mayJoin(player, "ben")).isInstanceOf(GameOutcome.Refused.class);

    var _ = game.left(0);
    assertThat(game.joinedBefore(player, "anna")).isNull();
    assertThat(game.mayJoin(player, "anna")).isInstanceOf(GameOutcome.Refused.class);
  }
}
