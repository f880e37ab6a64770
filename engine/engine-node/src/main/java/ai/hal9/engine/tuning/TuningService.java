package ai.hal9.engine.tuning;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.telemetry.NodeTelemetry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The values in force, and changing them. A value of the node's own goes before the cluster's, that
 * before the configuration file's, that before the catalogue's default.
 */
public interface TuningService extends LiveTuning, AutoCloseable {

  /**
   * Applies a change whole or not at all. May block for a second on the shared store when the scope
   * is the cluster.
   *
   * @param authority by what right it is asked for
   */
  TuningOutcome apply(TuningChange change, TuningOrigin.Authority authority);

  /**
   * Takes the values of the configuration file as it is now, whole or not at all. What is tuned for
   * the cluster or the node goes before them as ever; what applies on restart only is left as it
   * was.
   *
   * @param file every value of the file, checked each alone
   * @return the change of what is in force, as one of scope node; empty when nothing in force
   *     changes
   */
  Optional<TuningOutcome> reload(Map<String, String> file);

  /** What is in force and where each value comes from. */
  TuningState state();

  /** The changes of a scope, newest first; as far back as is kept. */
  List<TuningVersion> history(TuningScope scope);

  /**
   * Tells every change that is still known, oldest first, and every one to come: a cluster's on
   * each of its nodes, and again when a node starts.
   *
   * @param listener must return at once; it is called by whoever makes the change
   */
  void onLine(Consumer<TuningVersion> listener);

  /** Stops following the cluster; the values in force stay. */
  @Override
  void close();

  /**
   * The tuning of a node: reads what is set for its cluster, if Redis is in reach, and follows it.
   *
   * @param node its name
   * @param file values of the configuration file, checked
   * @param redis the cluster's; not closed with the service
   * @param budget what the database pools may take together
   * @param queueObstacle why {@code queued} cannot be promised; empty when it can
   * @param telemetry told every change and the version in force, and kept at the interval in force
   * @param clock wall time
   */
  static TuningService follow(
      String node,
      Map<String, String> file,
      ClusterRedis redis,
      ConnectionBudget budget,
      Supplier<Optional<String>> queueObstacle,
      NodeTelemetry telemetry,
      Clock clock) {
    var start = new Layers(file, TuningBook.empty(), TuningBook.empty());
    var service =
        new ClusterTuning(
            node,
            start,
            new SharedBook(redis),
            new TuningRules(budget, queueObstacle),
            new Enforcement(start.tuning(), telemetry.events()),
            clock);
    telemetry
        .meters()
        .gauge(MetricCatalogue.TUNING_VERSION, () -> (double) service.current().version());
    var following = service.start();
    following.onChange(values -> telemetry.every(values.telemetryInterval()));
    return following;
  }
}
