package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a process that has just been started can be used. */
public final class Readiness {

  private static final Duration FIRST_POLL = Duration.ofMillis(25);

  /** Who is slow to start is asked the less often: what asking takes, the start has not. */
  private static final int LATE_BY_AT_MOST = 16;

  private static final int DETAIL_LINES = 12;

  private Readiness() {}

  /**
   * Returns when the probe says that the process is ready, at most a sixteenth of its start later,
   * or 25 ms. Leaves no process behind where it fails.
   *
   * @param probe asked again and again; false while it is not ready
   * @throws StoreException if the process ends, the time is over or this thread is interrupted
   */
  public static void await(ChildProcess child, Duration timeout, BooleanSupplier probe) {
    boolean ready = false;
    try {
      long began = System.nanoTime();
      while (!probe.getAsBoolean()) {
        var waited = Duration.ofNanos(System.nanoTime() - began);
        if (child.awaitExit(poll(waited))) {
          throw StartFailure.of(child);
        }
        if (System.nanoTime() - began > timeout.toNanos()) {
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

  private static Duration poll(Duration waited) {
    var share = waited.dividedBy(LATE_BY_AT_MOST);
    return share.compareTo(FIRST_POLL) > 0 ? share : FIRST_POLL;
  }
}
