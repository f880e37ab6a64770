package ai.hal9.sim.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Faults one after the other, with each durability. After each it is told what all came to so far,
 * so that whoever ends the series has what was measured.
 */
public final class FaultSeries {

  private final List<Fault> faults;
  private final List<Durability> durabilities;

  /** All faults with the first durability, then all with the next. */
  public FaultSeries(List<Fault> faults, List<Durability> durabilities) {
    this.faults = List.copyOf(faults);
    this.durabilities = List.copyOf(durabilities);
  }

  /** Runs one. */
  @FunctionalInterface
  public interface Runner {
    FaultOutcome run(Fault fault, Durability durability) throws InterruptedException;
  }

  /**
   * Runs all.
   *
   * @param soFar told after each: an outcome for every fault of the series, in its order
   */
  public void run(Runner runner, Consumer<List<FaultOutcome>> soFar) throws InterruptedException {
    var outcomes = new ArrayList<FaultOutcome>();
    for (var durability : durabilities) {
      for (var fault : faults) {
        outcomes.add(new FaultOutcome.NotRun(fault.name(), fault.what(), durability));
      }
    }
    var next = 0;
    for (var durability : durabilities) {
      for (var fault : faults) {
        outcomes.set(next++, runner.run(fault, durability));
        soFar.accept(List.copyOf(outcomes));
      }
    }
  }
}
