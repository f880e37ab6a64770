package ai.hal9.console.runs;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** A program that keeps one run after another, says how many, and waits to be killed. */
final class RunKeeper {

  private RunKeeper() {}

  /** Takes the directory. */
  public static void main(String[] arguments) {
    var store = RunStore.in(Path.of(arguments[0]), InstantSource.system());
    for (var i = 0; i < 100_000; i++) {
      store.add(SampleReports.of("run " + i, Instant.EPOCH.plusSeconds(i), 1_000 + i, "100"));
      System.out.println(i + 1);
      System.out.flush();
    }
  }
}
