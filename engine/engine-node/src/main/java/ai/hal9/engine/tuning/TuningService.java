package ai.hal9.engine.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import java.util.List;

/**
 * The values in force, and changing them. A value of the node's own goes before the cluster's, that
 * before the configuration file's, that before the catalogue's default.
 */
public interface TuningService extends LiveTuning, AutoCloseable {

  /**
   * Applies a change whole or not at all. May block for a second on the shared store when the scope
   * is the cluster.
   */
  TuningOutcome apply(TuningChange change);

  /** What is in force and where each value comes from. */
  TuningState state();

  /** The changes of a scope, newest first; as far back as is kept. */
  List<TuningVersion> history(TuningScope scope);

  /** Stops following the cluster; the values in force stay. */
  @Override
  void close();
}
