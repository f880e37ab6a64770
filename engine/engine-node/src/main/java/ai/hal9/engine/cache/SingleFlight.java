package ai.hal9.engine.cache;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Of those who do the same work at the same time one does it, and the others wait and get what came
 * of it. Any thread.
 */
final class SingleFlight<T> {

  private final Map<String, CompletableFuture<T>> flights = new ConcurrentHashMap<>();
  private final Runnable joined;

  /**
   * Nothing is under way.
   *
   * @param joined told of each who waits for another
   */
  SingleFlight(Runnable joined) {
    this.joined = joined;
  }

  /**
   * What came of a piece of work.
   *
   * @param shared whether another did it, who may have begun before this one asked
   */
  record Landed<T>(T result, boolean shared) {}

  /**
   * Does the work, or waits for who is doing it. What it throws is thrown to all of them.
   *
   * @param name of the work
   */
  Landed<T> take(String name, Supplier<T> work) {
    var mine = new CompletableFuture<T>();
    var other = flights.putIfAbsent(name, mine);
    if (other != null) {
      joined.run();
      return new Landed<>(awaited(other), true);
    }
    try {
      var result = work.get();
      // Removed first: who asks once this is known is to get something newer.
      flights.remove(name, mine);
      mine.complete(result);
      return new Landed<>(result, false);
    } catch (Throwable e) {
      flights.remove(name, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static <T> T awaited(CompletableFuture<T> flight) {
    try {
      return flight.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
