package ai.hal9.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class TaskBackgroundTest {

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<Object> told = new ArrayList<>();
  private final Background background = new TaskBackground(work::add, Runnable::run);

  @Test
  void task_cancelledBeforeItBegan_isToldOfOnceAndNeverRuns() {
    var cancel = background.run(() -> "done", told::add, told::add);
    cancel.run();
    cancel.run();
    work.remove().run();

    assertThat(told).hasSize(1).first().isInstanceOf(CancellationException.class);
  }

  @Test
  void task_cancelledAfterItEnded_isToldOfOnce() {
    var cancel = background.run(() -> "done", told::add, told::add);
    work.remove().run();
    cancel.run();

    assertThat(told).containsExactly("done");
  }

  @Test
  void task_thatFails_isToldAsFailed() {
    var _ =
        background.run(
            () -> {
              throw new IllegalStateException("no");
            },
            told::add,
            told::add);
    work.remove().run();

    assertThat(told).hasSize(1).first().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void task_thatEndsWithAnError_isToldAsFailed() {
    var error = new OutOfMemoryError("Java heap space");
    var _ =
        background.run(
            () -> {
              throw error;
            },
            told::add,
            told::add);
    work.remove().run();

    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            ExecutionException.class,
            e -> assertThat(e).hasCause(error).hasMessageContaining("Java heap space"));
  }
}
