package ai.hal9.engine.game;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a game is in its life. */
public enum GameStatus {
  /** For players. */
  WAITING,
  /** A round is open or being scored. */
  ACTIVE,
  /** All rounds are played, all players left, or nobody came. */
  FINISHED;

  /** As it is told and stored. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status told as this. */
  public static Optional<GameStatus> of(String wireName) {
    return Stream.of(values()).filter(status -> status.wireName().equals(wireName)).findFirst();
  }
}
