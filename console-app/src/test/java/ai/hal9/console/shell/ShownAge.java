package ai.hal9.console.shell;

import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.ui.Background;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/**
 * How old the newest sample on screen has become when a newer one takes its place: a background
 * that notes how far all nodes had been heard when a screen's computation began, and when the frame
 * that shows its result was laid out.
 */
final class ShownAge implements Background {

  private final Background background;
  private final HistoryStore history;
  private final Clock clock;
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Instant onScreen;
  private @Nullable Instant coming;

  ShownAge(Background background, HistoryStore history, Clock clock) {
    this.background = background;
    this.history = history;
    this.clock = clock;
  }

  /** Begins to watch a window's frames. */
  void watch(Scene scene) {
    scene.addPostLayoutPulseListener(this::frame);
  }

  @Override
  public <T> Runnable run(
      Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed) {
    // the frame around the screens computes too
    if (task.getClass().getPackage().equals(ShownAge.class.getPackage())) {
      return background.run(task, done, failed);
    }
    record Computed<R>(R result, Instant edge) {}
    return background.run(
        () -> {
          var edge = history.latest(Duration.ofMillis(1)).end();
          return new Computed<>(task.call(), edge);
        },
        computed -> {
          coming = computed.edge();
          done.accept(computed.result());
        },
        failed);
  }

  private void frame() {
    if (coming != null) {
      if (onScreen != null) {
        millis.add(Duration.between(onScreen, clock.instant()).toNanos() / 1e6);
      }
      onScreen = coming;
      coming = null;
    }
  }

  void reset() {
    millis.clear();
  }

  List<Double> millis() {
    return List.copyOf(millis);
  }
}
