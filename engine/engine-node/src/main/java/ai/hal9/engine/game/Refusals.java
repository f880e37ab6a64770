package ai.hal9.engine.game;

import ai.hal9.engine.game.GameOutcome.Refused;

/** What players are told when a game does not take what they ask for. */
final class Refusals {

  private Refusals() {}

  static <T> Refused<T> notStarted() {
    return new Refused<>(GameRefusal.NOT_STARTED, "The game waits for players.");
  }

  static <T> Refused<T> finished() {
    return new Refused<>(GameRefusal.FINISHED, "The game is over.");
  }

  static <T> Refused<T> nameTaken() {
    return new Refused<>(GameRefusal.NAME_TAKEN, "Somebody in this game has that name.");
  }

  static <T> Refused<T> playerTaken() {
    return new Refused<>(
        GameRefusal.NAME_TAKEN, "The player of this id has another name, or has left.");
  }

  static <T> Refused<T> full(int players) {
    return new Refused<>(GameRefusal.GAME_FULL, "The game takes " + players + " players.");
  }

  static <T> Refused<T> noPlayer() {
    return new Refused<>(GameRefusal.NOT_A_PLAYER, "This is no player of the game.");
  }

  static <T> Refused<T> open(int round) {
    return new Refused<>(GameRefusal.ROUND_CLOSED, "Round " + round + " is open.");
  }

  static <T> Refused<T> beingScored(int round) {
    return new Refused<>(GameRefusal.ROUND_CLOSED, "Round " + round + " is being scored.");
  }

  static <T> Refused<T> alreadyActed(int round) {
    return new Refused<>(GameRefusal.ALREADY_ACTED, "The player has acted in round " + round + ".");
  }

  /** Until the game has been loaded anew. */
  static <T> Refused<T> inDoubt() {
    return new Refused<>(
        GameRefusal.UNAVAILABLE, "An earlier request's outcome is being looked up; ask again.");
  }

  static <T> Refused<T> uncommitted() {
    return new Refused<>(
        GameRefusal.OUTCOME_UNKNOWN,
        "PostgreSQL has not committed the action yet; it counts if it does.");
  }
}
