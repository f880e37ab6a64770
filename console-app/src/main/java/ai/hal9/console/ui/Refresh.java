package ai.hal9.console.ui;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Computes something elsewhere and shows it here, again and again: one computation runs at most,
 * one more is wanted at most, and what is shown is the latest. For the UI thread.
 */
public final class Refresh<T> {

  private final Background background;
  private final Callable<T> compute;
  private final Consumer<? super T> show;
  private final Consumer<? super Exception> failed;
  private boolean running;
  private boolean wanted;
  private long generation;
  private Runnable cancel = () -> {};

  /**
   * @param compute called off the UI thread
   * @param show gets what was computed, on the UI thread
   * @param failed gets what the computation threw, on the UI thread
   */
  public Refresh(
      Background background,
      Callable<T> compute,
      Consumer<? super T> show,
      Consumer<? super Exception> failed) {
    this.background = background;
    this.compute = compute;
    this.show = show;
    this.failed = failed;
  }

  /** Something has changed. */
  public void want() {
    if (running) {
      wanted = true;
      return;
    }
    running = true;
    wanted = false;
    var mine = generation;
    cancel =
        background.run(
            compute, value -> ended(mine, show, value), failure -> ended(mine, failed, failure));
  }

  /** Nobody looks any more: what is still being computed is not shown. */
  public void stop() {
    generation++;
    wanted = false;
    if (running) {
      running = false;
      cancel.run();
    }
  }

  private <R> void ended(long its, Consumer<? super R> told, R result) {
    if (its != generation) {
      return;
    }
    running = false;
    told.accept(result);
    if (wanted) {
      want();
    }
  }
}
