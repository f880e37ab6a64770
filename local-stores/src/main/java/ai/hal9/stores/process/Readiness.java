package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a process that has just been started can be used. */
public final class Readiness {

  private static final Duration POLL = Duration.ofMillis(25);
  private static final int DETAIL_LINES = 12;

  private Readiness() {}

  /**
   * Returns when the probe says that the process is ready. Leaves no process behind where it fails.
   *
   * @param probe asked again and again; false while it is not ready
   * @throws StoreException if the process ends, the time is over or this thread is interrupted
   */
  public static void await(ChildProcess child, Duration timeout, BooleanSupplier probe) {
    boolean ready = false;
    try {
      long deadline = System.nanoTime() + timeout.toNanos();
      while (!probe.getAsBoolean()) {
        if (child.awaitExit(POLL)) {
          throw StartFailure.of(child);
        }
        if (System.nanoTime() - deadline > 0) {
          throw new StoreException(
              Code.START_TIMED_OUT,
              "%s was not ready within %d s; its log is %s"
                  .formatted(child, timeout.toSeconds(), child.log().path()),
              child.log().lastLines(DETAIL_LINES),
              null);
        }
      }
      ready = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.INTERRUPTED, "the start of %s was stopped".formatted(child), e);
    } finally {
      if (!ready) {
        child.kill();
      }
    }
  }
}
