package ai.hal9.engine.boot;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Membership;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.cluster.RegionLatency;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.http.NodeIdentity;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.tuning.ConnectionBudget;
import ai.hal9.engine.tuning.TuningService;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cluster a node belongs to, and the values all its nodes share. */
@Configuration(proxyBeanMethods = false)
class ClusterWiring {

  @Bean
  Membership membership(
      NodeIdentity identity,
      NodeConfig config,
      ClusterRedis redis,
      NodeTelemetry telemetry,
      Clock clock) {
    var self =
        new ClusterMember(
            identity.name(),
            Address.of(config.server()),
            identity.region(),
            identity.version(),
            identity.startedAt(),
            identity.startedAt());
    return Membership.join(self, redis, telemetry.events(), clock);
  }

  /** How other nodes reach this one, and know it. */
  @Bean
  Peer self(Membership membership) {
    return Peer.at(membership.self().url(), new SecureRandom());
  }

  /** Ended without waiting for what it does: nothing depends on it. */
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService regionLooks() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("region-latency").daemon().factory());
  }

  @Bean
  RegionLatency regionLatency(
      Membership membership, ScheduledExecutorService regionLooks, NodeTelemetry telemetry) {
    return RegionLatency.measure(
        membership, telemetry.meters(), regionLooks, new SecureRandom(), System::nanoTime);
  }

  @Bean
  ConnectionBudget connectionBudget(NodeConfig config, Membership membership) {
    return ShardServers.budget(config, () -> membership.members().size());
  }

  @Bean
  TuningService tuning(
      NodeConfig config,
      ClusterRedis redis,
      ConnectionBudget budget,
      DurableRedis durable,
      NodeTelemetry telemetry,
      Clock clock) {
    return TuningService.follow(
        config.node().name(), config.tuning(), redis, budget, durable::obstacle, telemetry, clock);
  }

  @Bean
  ConfigWatch configWatch(
      ConfigSource source,
      NodeConfig config,
      TuningService tuning,
      Relocation relocation,
      NodeTelemetry telemetry,
      Clock clock) {
    return ConfigWatch.start(
        source, config, tuning, relocation, telemetry.meters(), telemetry.events(), clock);
  }
}
