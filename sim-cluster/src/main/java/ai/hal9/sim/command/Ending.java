package ai.hal9.sim.command;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command tidy up when the process is asked to end (Ctrl-C, SIGTERM, a closed terminal): its
 * thread is interrupted, and the process waits until this is closed, or until it is asked again.
 */
final class Ending implements AutoCloseable {

  private final CountDownLatch tidied = new CountDownLatch(1);
  private final Output output;
  private volatile boolean asked;

  private Ending(Output output) {
    this.output = output;
  }

  static Ending ofThisThread(Output output) {
    var ending = new Ending(output);
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
    AnotherCtrlC.ends(output);
    output.message("stopping; Ctrl-C again ends at once");
    thread.interrupt();
    try {
      tidied.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
