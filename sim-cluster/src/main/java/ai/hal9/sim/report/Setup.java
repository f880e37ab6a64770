package ai.hal9.sim.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured, and on what.
 *
 * @param cluster the cluster's name; empty where the target is no cluster of this machine's user
 * @param version of HAL9
 * @param topology its parts in words, by name, in the order shown
 * @param tuning the value of every tuning parameter at the run's start, by key; empty where the
 *     target does not tell
 * @param tuningVersion which state of the tuning that is; negative where the target does not tell
 * @param machine where it ran
 */
public record Setup(
    String cluster,
    String version,
    Map<String, String> topology,
    Map<String, String> tuning,
    long tuningVersion,
    Machine machine) {

  public Setup {
    topology = Collections.unmodifiableMap(new LinkedHashMap<>(topology));
    tuning = Map.copyOf(tuning);
  }

  /** Of a target of which nothing is known but its answers. */
  public static Setup ofForeignTarget(Machine machine) {
    return new Setup(
        "",
        "",
        Map.of("server side", "not measured: the target is no cluster of this user"),
        Map.of(),
        -1,
        machine);
  }

  /** Whether only the client's side could be measured. */
  public boolean clientOnly() {
    return cluster.isEmpty();
  }
}
