package ai.hal9.console.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Work that must not hold up the UI thread. What becomes of it is told on the UI thread. */
public interface Background {

  /**
   * Runs a task elsewhere.
   *
   * @param done gets its result
   * @param failed gets what it threw instead; an error as the cause of an {@link
   *     java.util.concurrent.ExecutionException}
   * @return interrupts the task when run; what becomes of it then is told as ever
   */
  <T> Runnable run(Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed);

  /** On virtual threads. */
  static Background threads() {
    var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("console-", 0).factory());
    return new TaskBackground(threads, UiThread::later);
  }

  /** On the caller's thread, before {@link #run} returns: for tests of view models. */
  static Background sameThread() {
    return new TaskBackground(Runnable::run, Runnable::run);
  }

  /** With any executors. */
  static Background of(Executor work, Executor ui) {
    return new TaskBackground(work, ui);
  }
}
