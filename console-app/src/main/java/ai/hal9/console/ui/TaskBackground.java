package ai.hal9.console.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Tasks on one executor, their results on another. */
record TaskBackground(Executor work, Executor ui) implements Background {

  @Override
  public <T> Runnable run(
      Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed) {
    var running =
        new FutureTask<Void>(
            () -> {
              T result;
              try {
                result = task.call();
              } catch (Exception e) {
                ui.execute(() -> failed.accept(e));
                return null;
              }
              ui.execute(() -> done.accept(result));
              return null;
            });
    work.execute(running);
    return () -> running.cancel(true);
  }
}
