package ai.hal9.sim.supervisor;

import ai.hal9.sim.SimException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/** Does several things at once. */
final class Together {

  private Together() {}

  /**
   * Returns when all are done. The first failure, or an interrupt, stops the others.
   *
   * @throws RuntimeException the first failure
   */
  static void run(List<Runnable> tasks) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var completion = new ExecutorCompletionService<Boolean>(threads);
      tasks.forEach(task -> completion.submit(task, true));
      try {
        for (int i = 0; i < tasks.size(); i++) {
          completion.take().get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof RuntimeException failure
            ? failure
            : new IllegalStateException(e);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new SimException(SimException.Code.INTERRUPTED, "interrupted", e);
      }
    }
  }
}
