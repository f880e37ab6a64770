package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningVersion;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How some parameters stand for a target.
 *
 * @param values by key
 * @param inherited the keys of these that are not set for the target, so that they follow what is
 *     beneath
 */
record Stand(Map<String, String> values, Set<String> inherited) {

  Stand {
    values = Map.copyOf(values);
    inherited = Set.copyOf(inherited);
  }

  /** What a change replaced. */
  static Stand before(TuningVersion version) {
    return new Stand(version.before(), version.inherited());
  }

  /** What a change brought. */
  static Stand after(TuningVersion version) {
    return new Stand(version.after(), version.unset());
  }

  /** The values of what is set. */
  Map<String, String> set() {
    var set = new TreeMap<>(values);
    set.keySet().removeAll(inherited);
    return set;
  }
}
