package ai.hal9.engine.game;

import ai.hal9.engine.cluster.Peer;
import java.util.function.Function;

/** What became of a request on a game. */
public sealed interface GameOutcome<T> {

  /** It was done. */
  record Done<T>(T value) implements GameOutcome<T> {}

  /** It was not done, with the reason for people; unless that is an unknown outcome. */
  record Refused<T>(GameRefusal reason, String detail) implements GameOutcome<T> {}

  /** The game is another node's, which is to be asked. */
  record Elsewhere<T>(Peer owner) implements GameOutcome<T> {}

  /** Goes on with what was done. */
  default <R> GameOutcome<R> then(Function<T, GameOutcome<R>> next) {
    return switch (this) {
      case Done<T>(var value) -> next.apply(value);
      case Refused<T>(var reason, var detail) -> new Refused<>(reason, detail);
      case Elsewhere<T>(var owner) -> new Elsewhere<>(owner);
    };
  }
}
