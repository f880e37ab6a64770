package ai.hal9.sim.fault;

import java.util.List;

/** The faults there are. */
public final class Faults {

  private Faults() {}

  /** All, in the order of the report. */
  public static List<Fault> all() {
    return List.of(new NodesKilled());
  }
}
