package ai.hal9.engine.boot;

import ai.hal9.engine.audit.TuningAudit;
import ai.hal9.engine.cache.LastingValues;
import ai.hal9.engine.cache.RedisAnswers;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.model.AnthropicModel;
import ai.hal9.engine.model.SharedSpending;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Failovers;
import ai.hal9.engine.signal.SignalPipeline;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.TuningService;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What answers signals and keeps them. */
@Configuration(proxyBeanMethods = false)
class SignalWiring {

  /** What the model costs is added up in the durable Redis, which evicts none of it. */
  @Bean
  LanguageModel languageModel(
      NodeConfig config,
      TuningService tuning,
      @Qualifier("sessionRedis") ClusterRedis durable,
      NodeTelemetry telemetry,
      Clock clock) {
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    var api = config.claude().api();
    return api == null
        ? new MockLanguageModel(
            config.claude().mockResponses(), tuning, random, MockLanguageModel.Pause.sleeping())
        : AnthropicModel.open(
            api,
            SharedSpending.in(durable),
            new AnthropicModel.Surroundings(
                tuning, telemetry.meters(), telemetry.events(), clock, System::nanoTime, random));
  }

  /** Around the cache's Redis, whoever uses it. */
  @Bean
  Breaker redisBreaker(TuningService tuning, NodeTelemetry telemetry, Clock clock) {
    return Breaker.aroundStore(
        "redis", "Redis", tuning, telemetry.meters(), telemetry.events(), clock);
  }

  @Bean
  RedisAnswers sharedAnswers(
      ClientResources threads,
      RedisURI address,
      NodeConfig config,
      Breaker redisBreaker,
      TuningService tuning,
      NodeTelemetry telemetry) {
    return RedisAnswers.open(
        threads,
        address,
        config.node().cluster(),
        tuning,
        telemetry.meters(),
        System::nanoTime,
        redisBreaker);
  }

  @Bean
  SignalPipeline pipeline(
      NodeConfig config,
      LanguageModel model,
      RedisAnswers shared,
      DurableRedis durable,
      ClusterRedis redis,
      Breaker redisBreaker,
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock,
      @Nullable Tracing tracing) {
    return SignalPipeline.start(
        config,
        model,
        shared,
        new SignalPipeline.Surroundings(
            tuning,
            telemetry.meters(),
            telemetry.events(),
            clock,
            System::nanoTime,
            new SecureRandom().nextLong(),
            durable,
            LastingValues.of("signal", redis, redisBreaker, tuning, telemetry.meters()),
            tracing));
  }

  /** Who takes over from whom is counted from here on. */
  @Bean
  Failovers failovers(
      SignalPipeline pipeline,
      RedisAnswers answers,
      DurableRedis durable,
      NodeTelemetry telemetry,
      Clock clock) {
    var failovers = new Failovers(telemetry.meters(), telemetry.events(), clock);
    pipeline.postgres().tell(failovers.of("postgres", "PostgreSQL"));
    answers.tell(failovers.of("redis", "The cache's Redis"));
    durable.tell(failovers.of("redis-durable", "The durable Redis"));
    return failovers;
  }

  /** Ended by {@link RunningNode}, before the pipeline whose PostgreSQL it uses. */
  @Bean(destroyMethod = "")
  TuningAudit audit(
      NodeConfig config, SignalPipeline pipeline, TuningService tuning, NodeTelemetry telemetry) {
    return TuningAudit.of(tuning, config.node().cluster(), pipeline.postgres(), telemetry.meters());
  }
}
