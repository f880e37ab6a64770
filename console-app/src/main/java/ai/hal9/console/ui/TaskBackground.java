package ai.hal9.console.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Tasks on one executor, their results on another. */
record TaskBackground(Executor work, Executor ui) implements Background {

  @Override
  public <T> Runnable run(
      Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed) {
    var begun = new AtomicBoolean();
    var running =
        new FutureTask<Void>(
            () -> {
              if (begun.compareAndSet(false, true)) {
                told(task, done, failed);
              }
              return null;
            }) {
          @Override
          protected void done() {
            if (isCancelled() && begun.compareAndSet(false, true)) {
              ui.execute(() -> failed.accept(new CancellationException("not begun")));
            }
          }
        };
    work.execute(running);
    return () -> running.cancel(true);
  }

  private <T> void told(
      Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed) {
    T result;
    try {
      result = task.call();
    } catch (Exception e) {
      ui.execute(() -> failed.accept(e));
      return;
    } catch (Throwable e) {
      // an error of the machine's, which would vanish with the task
      ui.execute(() -> failed.accept(new ExecutionException(e)));
      return;
    }
    ui.execute(() -> done.accept(result));
  }
}
