package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetWordsTest {

  @Test
  void lines_apart_haveTheirWordsAtTheLeft() {
    var words = new TargetWords();

    assertThat(words.left(100, 80)).isEqualTo(words.left(50, 80)).isEqualTo(4);
  }

  @Test
  void lines_close_haveTheirWordsBesideEachOther() {
    var words = new TargetWords();
    var first = words.left(100, 80);
    var second = words.left(96, 60);
    var third = words.left(99, 60);

    assertThat(second).isGreaterThan(first + 80);
    assertThat(third).isGreaterThan(second + 60);
  }
}
