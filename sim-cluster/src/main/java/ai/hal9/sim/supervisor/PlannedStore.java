package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.process.PortChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * The servers of one store.
 *
 * @param names of the servers, the one first that is the primary as this run begins
 * @param ports in the same order
 * @param primacy which of them is the primary
 */
record PlannedStore(List<String> names, List<Integer> ports, Primacy primacy) {

  PlannedStore {
    names = List.copyOf(names);
    ports = List.copyOf(ports);
  }

  /**
   * A primary, the one of the last run where there was one, and so many followers.
   *
   * @param store its name, and its first server's
   * @param follower what the other servers' names say
   */
  static PlannedStore of(
      String store, String follower, int followers, ClusterDirectory directory, PortChoice ports) {
    var primacy = Primacy.read(directory.data().resolve(store + ".primary"), store);
    var names = new ArrayList<String>();
    names.add(primacy.holder());
    IntStream.rangeClosed(0, followers)
        .mapToObj(i -> i == 0 ? store : "%s-%s-%d".formatted(store, follower, i))
        .filter(name -> !primacy.heldBy(name))
        .limit(followers)
        .forEach(names::add);
    return new PlannedStore(names, names.stream().map(name -> ports.next()).toList(), primacy);
  }

  /** What each server is told. */
  <T> List<T> servers(BiFunction<String, Integer, T> config) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> config.apply(names.get(i), ports.get(i)))
        .toList();
  }
}
