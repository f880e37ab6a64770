package ai.hal9.engine.game;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundScoreTest {

  /** Worked out by hand from the rule: the smaller side that somebody chose scores. */
  @ParameterizedTest
  @CsvSource({
    "2, 1, 1",
    "1, 2, 0",
    "60, 41, 1",
    "0, 0, -1",
    "1, 1, -1",
    "50, 50, -1",
    "3, 0, -1",
    "0, 7, -1"
  })
  void winner_isTheSmallerSideUnlessThereIsNone(int zeros, int ones, int winner) {
    var score = new RoundScore(zeros, ones);
    assertThat(score.winner().orElse(-1)).isEqualTo(winner);
    assertThat(score.points(0)).isEqualTo(winner == 0 ? 1 : 0);
    assertThat(score.points(1)).isEqualTo(winner == 1 ? 1 : 0);
  }
}
