package ai.hal9.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Asks several shards side by side. */
final class AtOnce {

  private final Executor virtualThreads;

  AtOnce(Executor virtualThreads) {
    this.virtualThreads = virtualThreads;
  }

  /**
   * What the questions are answered with, in their order; the first is asked on this thread.
   *
   * @throws StoreException when one fails, after all have ended
   */
  <T> List<T> ask(List<Supplier<T>> questions) {
    if (questions.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<CompletableFuture<T>>();
    questions.stream()
        .skip(1)
        .forEach(question -> all.add(CompletableFuture.supplyAsync(question, virtualThreads)));
    all.addFirst(CompletableFuture.supplyAsync(questions.getFirst(), Runnable::run));
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    return all.stream().map(CompletableFuture::join).toList();
  }
}
