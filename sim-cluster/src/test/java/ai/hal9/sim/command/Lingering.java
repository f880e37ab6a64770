package ai.hal9.sim.command;

import java.util.concurrent.CountDownLatch;

/** A command that does not get done with tidying up. */
final class Lingering {

  private Lingering() {}

  public static void main(String[] arguments) {
    try (var _ = Ending.ofThisThread(Output.of(System.out, System.err))) {
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
