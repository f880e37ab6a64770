package ai.hal9.engine.boot;

import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Membership;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.http.NodeIdentity;
import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.quota.Leases;
import ai.hal9.engine.quota.Quotas;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.session.Regions;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.signal.CacheWarming;
import ai.hal9.engine.signal.SignalPipeline;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.tuning.TuningService;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Users, memories and games, and what is asked of them how often. */
@Configuration(proxyBeanMethods = false)
class StateWiring {

  private static final Logger LOG = LoggerFactory.getLogger(StateWiring.class);

  @Bean
  Quotas quotas(
      ClusterRedis redis,
      Membership membership,
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock) {
    return Quotas.open(
        Leases.in(redis),
        () -> membership.members().size(),
        tuning,
        telemetry.meters(),
        telemetry.events(),
        clock,
        System::nanoTime);
  }

  @Bean
  @Nullable Accounts accounts(
      NodeConfig config,
      SignalPipeline pipeline,
      ClusterRedis redis,
      @Qualifier("sessionRedis") ClusterRedis sessionRedis,
      Breaker redisBreaker,
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock) {
    var keyFile = config.auth().keyFile();
    if (keyFile == null) {
      return null;
    }
    if (config.redis().durable() == null) {
      LOG.warn(
          "Sessions are kept in the cache's Redis, which may evict them: set redis.durable_url");
    }
    var random = new SecureRandom();
    var regions = new Regions(config.node().region(), config.auth().regions());
    var sessions =
        Sessions.in(
            sessionRedis,
            keyFile,
            regions,
            tuning,
            telemetry.meters(),
            telemetry.events(),
            random,
            clock);
    return Accounts.in(
        new Accounts.Surroundings(
            pipeline.postgres(),
            redis,
            redisBreaker,
            sessionRedis,
            sessions,
            Breaker.aroundStore(
                "redis-sessions",
                "the sessions' Redis",
                tuning,
                telemetry.meters(),
                telemetry.events(),
                clock),
            tuning,
            telemetry.meters(),
            telemetry.events(),
            random,
            clock,
            System::nanoTime));
  }

  /** Ended by {@link RunningNode}, before the pipeline whose PostgreSQL it uses. */
  @Bean(destroyMethod = "")
  NeuronMemory memory(
      NodeConfig config,
      SignalPipeline pipeline,
      ClusterRedis redis,
      Breaker redisBreaker,
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock) {
    return NeuronMemory.in(
        new NeuronMemory.Surroundings(
            Neurons.of(config.neurons()),
            pipeline.postgres(),
            redis,
            redisBreaker,
            tuning,
            telemetry.meters(),
            clock,
            System::nanoTime,
            new SecureRandom().nextLong()));
  }

  @Bean
  CacheWarming warming(SignalPipeline pipeline, NeuronMemory memory) {
    return pipeline.warming(memory::warm);
  }

  @Bean
  PushHub push(TuningService tuning, NodeTelemetry telemetry) {
    return PushHub.start(tuning, telemetry.meters(), System::nanoTime);
  }

  /** Ended by {@link RunningNode}, before the pipeline whose PostgreSQL it uses. */
  @Bean(destroyMethod = "")
  Games games(
      SignalPipeline pipeline,
      ClusterRedis redis,
      NodeIdentity identity,
      Peer self,
      PushHub push,
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock) {
    return Games.start(
        new Games.Surroundings(
            pipeline.postgres(),
            redis,
            identity.name(),
            self,
            push,
            tuning,
            telemetry.meters(),
            telemetry.events(),
            clock,
            System::nanoTime,
            new SecureRandom().nextLong()));
  }
}
