package ai.hal9.sim.command;

import java.util.concurrent.CountDownLatch;

/** A command that does not get done with tidying up. */
final class Lingering {

  private Lingering() {}

  public static void main(String[] arguments) {
    var output = Output.of(System.out, System.err);
    try (var _ = Ending.ofThisThread(output)) {
      System.out.println("ready");
      while (true) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          System.out.println("interrupted");
        }
      }
    }
  }
}
