package ai.hal9.engine.http;

import ai.hal9.engine.cluster.Membership;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.signal.SignalService;
import ai.hal9.engine.telemetry.MetricsView;
import ai.hal9.engine.telemetry.TelemetryFeed;
import ai.hal9.engine.tuning.TuningService;
import java.time.InstantSource;
import java.util.List;

/**
 * What the routes speak for.
 *
 * @param identity who the node is
 * @param signals answers signals
 * @param neurons the configured neurons, in order
 * @param readiness what the node depends on
 * @param tuning the values in force
 * @param membership the cluster's nodes
 * @param metrics the node's metrics
 * @param telemetry the stream of closed intervals
 * @param games the games of the cluster
 * @param push who listens to them
 * @param access who may use tuning, cluster and telemetry
 * @param clock the time
 */
public record NodeApi(
    NodeIdentity identity,
    SignalService signals,
    List<NodeConfig.Neuron> neurons,
    Readiness readiness,
    TuningService tuning,
    Membership membership,
    MetricsView metrics,
    TelemetryFeed telemetry,
    Games games,
    PushHub push,
    Access access,
    InstantSource clock) {

  public NodeApi {
    neurons = List.copyOf(neurons);
  }
}
