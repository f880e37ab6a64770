package ai.hal9.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RefreshTest {

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<Integer> shown = new ArrayList<>();
  private int computed;
  private final Refresh<Integer> refresh =
      new Refresh<>(
          Background.of(work::add, Runnable::run),
          () -> ++computed,
          shown::add,
          failure -> {
            throw new AssertionError(failure);
          });

  @Test
  void want_manyTimesWhileComputing_computesOnceMore() {
    refresh.want();
    refresh.want();
    refresh.want();
    refresh.want();
    while (!work.isEmpty()) {
      work.remove().run();
    }

    assertThat(shown).containsExactly(1, 2);
  }

  @Test
  void stop_whileComputing_showsNothing() {
    refresh.want();
    refresh.stop();
    work.remove().run();

    assertThat(shown).isEmpty();
  }

  @Test
  void want_afterStop_showsTheNewOnly() {
    refresh.want();
    refresh.stop();
    refresh.want();
    while (!work.isEmpty()) {
      work.remove().run();
    }

    assertThat(shown).hasSize(1);
  }
}
