package ai.hal9.engine.http;

import ai.hal9.engine.game.GameOutcome;
import ai.hal9.engine.game.GameRefusal;
import ai.hal9.engine.game.GameSettings;
import ai.hal9.engine.game.GameStatus;
import ai.hal9.engine.game.GameView;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.game.MinuteOfGames;
import ai.hal9.engine.game.PlayedRound;
import ai.hal9.engine.game.Standing;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cluster in which there are no games and none can be made. */
class NoGames implements Games {

  private static <T> GameOutcome<T> none() {
    return new GameOutcome.Refused<>(GameRefusal.NO_SUCH_GAME, "There are no games here.");
  }

  @Override
  public GameOutcome<GameView> create(GameSettings settings) {
    return none();
  }

  @Override
  public GameOutcome<Joined> join(UUID game, UUID player, String name) {
    return none();
  }

  @Override
  public void act(UUID game, UUID player, int side, int round, Consumer<GameOutcome<Acted>> done) {
    done.accept(none());
  }

  @Override
  public GameOutcome<GameView> leave(UUID game, UUID player) {
    return none();
  }

  @Override
  public GameOutcome<GameView> get(UUID game) {
    return none();
  }

  @Override
  public GameOutcome<List<GameView>> list(
      @Nullable GameStatus status, @Nullable UUID before, int limit) {
    return none();
  }

  @Override
  public GameOutcome<List<Standing>> leaderboard(UUID game, int limit) {
    return none();
  }

  @Override
  public GameOutcome<List<Standing>> leaderboard(int limit) {
    return none();
  }

  @Override
  public GameOutcome<List<PlayedRound>> rounds(UUID game, int before, int limit) {
    return none();
  }

  @Override
  public GameOutcome<List<MinuteOfGames>> analytics(int minutes) {
    return none();
  }

  @Override
  public GameOutcome<Watch> watch(UUID game) {
    return none();
  }

  @Override
  public void close(Duration deadline) {}
}
