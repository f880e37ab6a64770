package ai.hal9.sim.generator;

import ai.hal9.sim.load.LoadPhase;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/** A closed run as a program: says when it measures, and at its end whether it kept up. */
final class ClosedRun {

  private ClosedRun() {}

  public static void main(String[] arguments) {
    var told = new AtomicBoolean();
    var result =
        LoadGeneratorTest.run(
            LoadGenerator.create(),
            URI.create(arguments[0]),
            "executor: constant-vus\nvus: 4\nduration: 8s\nthink-time: 10ms",
            (interval, _) -> {
              if (interval.phase() == LoadPhase.MEASURED && told.compareAndSet(false, true)) {
                System.out.println("measured");
              }
            });
    System.out.println(result.validity());
  }
}
