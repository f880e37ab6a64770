package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import java.time.Duration;

/** Waits for a process that does one job and ends. */
public final class Completion {

  private Completion() {}

  /**
   * Returns when the process has ended well. Leaves no process behind where it fails.
   *
   * @throws StoreException if it ends with another status than 0, the time is over or this thread
   *     is interrupted
   */
  public static void await(ChildProcess child, Duration timeout) {
    boolean ended = false;
    try {
      ended = child.awaitExit(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.INTERRUPTED, "%s was stopped".formatted(child), e);
    } finally {
      if (!ended) {
        child.kill();
      }
    }
    if (!ended) {
      throw new StoreException(
          Code.START_TIMED_OUT,
          "%s was not done within %d s".formatted(child, timeout.toSeconds()));
    }
    if (child.exitStatus().orElse(1) != 0) {
      throw StartFailure.of(child);
    }
  }
}
