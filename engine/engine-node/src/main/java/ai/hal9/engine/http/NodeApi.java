package ai.hal9.engine.http;

import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.audit.TuningAudit;
import ai.hal9.engine.cluster.Membership;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.queue.SignalQueue;
import ai.hal9.engine.quota.Quotas;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.shard.ShardList;
import ai.hal9.engine.signal.CacheWarming;
import ai.hal9.engine.signal.SignalService;
import ai.hal9.engine.telemetry.MetricsView;
import ai.hal9.engine.telemetry.TelemetryFeed;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.TuningService;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the routes speak for.
 *
 * @param identity who the node is
 * @param signals answers signals
 * @param queue where queued signals wait
 * @param neurons the configured neurons, in order
 * @param shards where signals are kept
 * @param readiness what the node depends on
 * @param tuning the values in force
 * @param audit every change of them
 * @param membership the cluster's nodes
 * @param metrics the node's metrics
 * @param telemetry the stream of closed intervals
 * @param quotas how much may be asked
 * @param auth users and sessions
 * @param self how the other nodes reach this one
 * @param memory what neurons keep
 * @param warming fills the cache
 * @param games the games of the cluster
 * @param push who listens to them
 * @param access who may use tuning, cluster and telemetry
 * @param clock the time
 * @param tracing is told of requests' spans; null where nobody is
 */
public record NodeApi(
    NodeIdentity identity,
    SignalService signals,
    SignalQueue queue,
    List<NodeConfig.Neuron> neurons,
    ShardList shards,
    Readiness readiness,
    TuningService tuning,
    TuningAudit audit,
    Membership membership,
    MetricsView metrics,
    TelemetryFeed telemetry,
    Quotas quotas,
    Auth auth,
    Peer self,
    NeuronMemory memory,
    CacheWarming warming,
    Games games,
    PushHub push,
    Access access,
    InstantSource clock,
    @Nullable Tracing tracing) {

  public NodeApi {
    neurons = List.copyOf(neurons);
  }

  /**
   * Who may send signals.
   *
   * @param accounts the cluster's users; null when it has none
   * @param config whether a user is asked for, and whose word about addresses is taken
   */
  public record Auth(@Nullable Accounts accounts, NodeConfig.Auth config) {}
}
