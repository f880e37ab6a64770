package ai.hal9.sim.telemetry;

import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.api.tuning.ValueSource;
import java.util.List;
import java.util.Map;

/**
 * A node's tuning, as the node tells it.
 *
 * @param versions number of changes, by scope: what a change may insist on
 * @param parameters all it has, in the order of their keys
 * @param values the value in force, by key
 * @param sources where each value comes from, by key
 * @param inherited the value a key has where it is not set in a scope, by scope and key; nothing of
 *     a node that does not tell
 * @param history the changes it remembers, by scope; newest first
 */
public record TuningReading(
    Map<TuningScope, Long> versions,
    List<TuningParameter> parameters,
    Map<String, String> values,
    Map<String, ValueSource> sources,
    Map<TuningScope, Map<String, String>> inherited,
    Map<TuningScope, List<TuningVersion>> history) {

  public TuningReading {
    versions = Map.copyOf(versions);
    parameters = List.copyOf(parameters);
    values = Map.copyOf(values);
    sources = Map.copyOf(sources);
    inherited = Map.copyOf(inherited);
    history = Map.copyOf(history);
  }

  /** The number of changes of a scope. */
  public long version(TuningScope scope) {
    return versions.getOrDefault(scope, 0L);
  }

  /**
   * The values keys have where they are not set in a scope; nothing where the node does not tell.
   */
  public Map<String, String> inherited(TuningScope scope) {
    return inherited.getOrDefault(scope, Map.of());
  }

  /** The changes of a scope, newest first. */
  public List<TuningVersion> history(TuningScope scope) {
    return history.getOrDefault(scope, List.of());
  }
}
