package ai.hal9.console.shell;

import ai.hal9.console.ui.Background;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.scene.Scene;

/**
 * How long a board's pictures take: a background that notes how long each is computed, and how long
 * the UI thread takes to lay out and draw the frame that shows it.
 */
final class PictureTimes implements Background {

  private static final String BOARDS = "ai.hal9.console.board";

  private final Background background;
  private final List<Double> computed = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> drawn = Collections.synchronizedList(new ArrayList<>());
  private CompletableFuture<Double> look = new CompletableFuture<>();
  private long lookBegan;
  private long frameBegan;
  private long showing;
  private boolean coming;

  PictureTimes(Background background) {
    this.background = background;
  }

  /** Begins to watch a window's frames. On the UI thread. */
  void watch(Scene scene) {
    scene.addPreLayoutPulseListener(() -> frameBegan = System.nanoTime());
    scene.addPostLayoutPulseListener(this::frame);
  }

  /**
   * Another stretch of time is wanted now. On the UI thread.
   *
   * @return milliseconds until the frame that shows it was laid out
   */
  CompletableFuture<Double> look() {
    computed.clear();
    drawn.clear();
    coming = false;
    lookBegan = System.nanoTime();
    look = new CompletableFuture<>();
    return look;
  }

  @Override
  public <T> Runnable run(
      Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed) {
    if (!task.getClass().getPackageName().equals(BOARDS)) {
      return background.run(task, done, failed);
    }
    record Computed<R>(R result, long began, double millis) {}
    return background.run(
        () -> {
          var began = System.nanoTime();
          var result = task.call();
          return new Computed<>(result, began, since(began));
        },
        picture -> {
          var began = System.nanoTime();
          done.accept(picture.result());
          // what is computed ahead is not shown
          if (picture.began() > lookBegan && !(picture.result() instanceof Boolean)) {
            computed.add(picture.millis());
            showing = System.nanoTime() - began;
            coming = true;
          }
        },
        failed);
  }

  private void frame() {
    if (coming) {
      coming = false;
      drawn.add(since(frameBegan) + showing / 1e6);
      look.complete(since(lookBegan));
    }
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e6;
  }

  /** Milliseconds of computing since the last look, off the UI thread, in order. */
  List<Double> computed() {
    return List.copyOf(computed);
  }

  /** Milliseconds on the UI thread since the last look, in order. */
  List<Double> drawn() {
    return List.copyOf(drawn);
  }
}
