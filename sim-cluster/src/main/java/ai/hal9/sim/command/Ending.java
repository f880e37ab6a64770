package ai.hal9.sim.command;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command tidy up when the process is asked to end (Ctrl-C, SIGTERM, a closed terminal): its
 * thread is interrupted, and the process waits until this is closed.
 */
final class Ending implements AutoCloseable {

  private final CountDownLatch tidied = new CountDownLatch(1);
  private volatile boolean asked;

  private Ending() {}

  static Ending ofThisThread() {
    var ending = new Ending();
    var thread = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> ending.ask(thread)));
    return ending;
  }

  /** Whether the process has been asked to end. */
  boolean asked() {
    return asked;
  }

  @Override
  public void close() {
    tidied.countDown();
  }

  private void ask(Thread thread) {
    asked = true;
    if (tidied.getCount() == 0) {
      return;
    }
    thread.interrupt();
    try {
      tidied.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
