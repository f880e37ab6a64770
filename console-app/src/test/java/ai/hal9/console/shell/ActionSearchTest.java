package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.ui.Action;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

class ActionSearchTest {

  private static final List<Action> ALL =
      Stream.of("Go to Overview", "Pause all charts", "Show the last 5 min", "Show all keys")
          .map(words -> new Action(words, words, Material2OutlinedMZ.PAUSE, "", () -> {}))
          .toList();

  @Test
  void find_nothingTyped_isEverythingInItsOrder() {
    assertThat(ActionSearch.find(ALL, " ")).isEqualTo(ALL);
  }

  @Test
  void find_beginningsOfWords_comeBeforeScatteredLetters() {
    assertThat(ActionSearch.find(ALL, "all")).extracting(Action::words).startsWith("Show all keys");
    assertThat(ActionSearch.find(ALL, "pac"))
        .extracting(Action::words)
        .containsExactly("Pause all charts");
  }

  @Test
  void find_lettersNotThere_isNothing() {
    assertThat(ActionSearch.find(ALL, "xyz")).isEmpty();
  }
}
