package ai.hal9.sim.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * The games a scenario plays: every request is then one player's choice in one round, made by the
 * players in turn, the first of every game, then the second of every game and so on.
 *
 * @param concurrent games at once, made for the run; 1 to 10,000, or 0 where none are played
 * @param players of each game; 3 to 1,000
 * @param roundTime how long a round waits for players; 20 ms to 1 h; default 10 s. A round ends
 *     before that when all have acted
 */
public record GameShape(int concurrent, int players, Duration roundTime) {

  /** The most players of all games together. */
  public static final int MOST_SEATS = 20_000;

  /** The rounds of a game, unless all its players leave before. */
  public static final int MOST_ROUNDS = 10_000;

  /** No games: requests are what the mix says. */
  public static final GameShape NONE = new GameShape(0, 5, Duration.ofSeconds(10));

  public GameShape {
    if (concurrent < 0 || players < 1 || !roundTime.isPositive()) {
      throw new IllegalArgumentException("a value of the games is out of range");
    }
  }

  /** Whether games are played. */
  public boolean played() {
    return concurrent > 0;
  }

  /** In words, what every figure of a run is of. */
  public String words() {
    return played()
        ? "%,d games of %,d players each; every request and figure is of their actions"
            .formatted(concurrent, players)
        : "none";
  }

  /**
   * Why these games cannot be played by such a load, if they cannot: they would be over before it
   * is, or have fewer players than act at once.
   *
   * @param length of the load, warm-up included
   */
  public Optional<String> unplayable(Executor executor, Duration length) {
    if (!played()) {
      return Optional.empty();
    }
    if (executor instanceof ClosedModel closed && closed.peak() > seats()) {
      return Optional.of(
          "have %,d players, fewer than the %,d users that act at once; let there be as many"
              .formatted(seats(), closed.peak()));
    }
    var byTurns =
        executor instanceof OpenModel open
            ? (double) open.peak() * length.toMillis() / open.timeUnit().toMillis() / seats()
            : 0;
    var byTime = (double) length.toMillis() / roundTime.toMillis();
    return byTime + byTurns > MOST_ROUNDS
        ? Optional.of(
            "end after %d rounds, before this load does; let more games, or longer rounds, share it"
                .formatted(MOST_ROUNDS))
        : Optional.empty();
  }

  /** The players of all games together. */
  public long seats() {
    return (long) concurrent * players;
  }
}
