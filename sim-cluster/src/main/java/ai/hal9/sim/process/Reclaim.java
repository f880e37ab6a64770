package ai.hal9.sim.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes that an earlier owner left behind. */
public final class Reclaim {

  private Reclaim() {}

  /**
   * Asks those that still run to end, and kills them when the grace is over.
   *
   * @return those that had still run
   */
  public static List<ProcessIdentity> end(List<ProcessIdentity> left, Duration grace)
      throws InterruptedException {
    var running = left.stream().filter(ProcessIdentity::alive).toList();
    var handles = running.stream().flatMap(p -> ProcessHandle.of(p.pid()).stream()).toList();
    handles.forEach(ProcessHandle::destroy);
    var deadline = System.nanoTime() + grace.toNanos();
    for (var handle : handles) {
      if (!ended(handle, deadline - System.nanoTime())) {
        handle.destroyForcibly();
        ended(handle, TimeUnit.SECONDS.toNanos(5));
      }
    }
    return running;
  }

  private static boolean ended(ProcessHandle process, long nanos) throws InterruptedException {
    try {
      process.onExit().get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
