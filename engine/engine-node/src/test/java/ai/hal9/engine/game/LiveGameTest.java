package ai.hal9.engine.game;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A game whose last round is scored while somebody's coming or going is on its way to be stored.
 */
class LiveGameTest {

  private final PushHub push = PushHub.start(new Knobs(), new RecordedMeters(), System::nanoTime);

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
    return new LiveGame(
        UUID.randomUUID(),
        1,
        new GameSettings("a game", 1, 100, 1, Optional.of(Duration.ofMinutes(1))),
        GameStatus.ACTIVE,
        1,
        new LiveGame.Table(
            new Nowhere(),
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
