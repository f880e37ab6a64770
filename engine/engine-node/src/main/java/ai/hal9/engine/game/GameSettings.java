package ai.hal9.engine.game;

import java.time.Duration;
import java.util.Optional;

/**
 * What a game is made with.
 *
 * @param name for people; 1 to 100 characters
 * @param minPlayers the game begins when so many have joined; 1 to maxPlayers
 * @param maxPlayers how many may join over its life; 1 to 1,000
 * @param rounds how many are played; 1 to 10,000
 * @param round how long a round waits for players; empty follows {@code games.round_ms}
 */
public record GameSettings(
    String name, int minPlayers, int maxPlayers, int rounds, Optional<Duration> round) {

  public static final int LONGEST_NAME = 100;
  public static final int MOST_PLAYERS = 1_000;
  public static final int MOST_ROUNDS = 10_000;
  public static final Duration SHORTEST_ROUND = Duration.ofMillis(20);
  public static final Duration LONGEST_ROUND = Duration.ofHours(1);

  public GameSettings {
    require(!name.isBlank() && name.length() <= LONGEST_NAME, "name has 1 to 100 characters");
    require(maxPlayers >= 1 && maxPlayers <= MOST_PLAYERS, "max_players is 1 to 1000");
    require(minPlayers >= 1 && minPlayers <= maxPlayers, "min_players is 1 to max_players");
    require(rounds >= 1 && rounds <= MOST_ROUNDS, "rounds is 1 to 10000");
    require(
        round
            .filter(
                length ->
                    length.compareTo(SHORTEST_ROUND) < 0 || length.compareTo(LONGEST_ROUND) > 0)
            .isEmpty(),
        "round_ms is 20 to 3600000");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
