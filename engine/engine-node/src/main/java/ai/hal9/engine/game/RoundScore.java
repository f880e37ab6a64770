package ai.hal9.engine.game;

import java.util.OptionalInt;

/**
 * What a round came to. The side that fewer players chose wins, and each of them scores one point.
 * When both were chosen by as many, nobody scores; so it is when all chose the same side, since the
 * smaller side is then empty.
 *
 * @param zeros how many chose side 0
 * @param ones how many chose side 1
 */
public record RoundScore(int zeros, int ones) {

  public RoundScore {
    if (zeros < 0 || ones < 0) {
      throw new IllegalArgumentException(zeros + " and " + ones + " players cannot have acted");
    }
  }

  /** The side that scores, if one does. */
  public OptionalInt winner() {
    if (zeros == ones || zeros == 0 || ones == 0) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(zeros < ones ? 0 : 1);
  }

  /** What a player of a side scores. */
  public int points(int side) {
    return winner().orElse(-1) == side ? 1 : 0;
  }
}
