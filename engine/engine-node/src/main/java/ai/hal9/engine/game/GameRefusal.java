package ai.hal9.engine.game;

import java.util.Locale;

/** Why a request on a game was refused. */
public enum GameRefusal {
  NO_SUCH_GAME(404),
  NOT_A_PLAYER(403),
  NOT_STARTED(409),
  FINISHED(409),
  ROUND_CLOSED(409),
  ALREADY_ACTED(409),
  GAME_FULL(409),
  NAME_TAKEN(409),
  /** The node holds as many games as it may. */
  TOO_MANY_GAMES(503),
  /** More waits to be written than is held. */
  OVERLOADED(503),
  /** PostgreSQL is gone, or the game's owner is and none has taken over yet. */
  UNAVAILABLE(503),
  /** It may have been done; the game tells. */
  OUTCOME_UNKNOWN(503);

  private final int status;

  GameRefusal(int status) {
    this.status = status;
  }

  /** The HTTP status that says so. */
  public int status() {
    return status;
  }

  /** The name as told to clients and in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
