package ai.hal9.engine.boot;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.audit.TuningAudit;
import ai.hal9.engine.cache.RedisAnswers;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Membership;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.http.Access;
import ai.hal9.engine.http.HttpServer;
import ai.hal9.engine.http.NodeApi;
import ai.hal9.engine.http.NodeIdentity;
import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.model.AnthropicModel;
import ai.hal9.engine.model.SharedSpending;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.probe.StoreProbes;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.quota.Leases;
import ai.hal9.engine.quota.Quotas;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.redis.RedisAddresses;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Failovers;
import ai.hal9.engine.session.Regions;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.signal.CacheWarming;
import ai.hal9.engine.signal.SignalPipeline;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.ConnectionBudget;
import ai.hal9.engine.tuning.TuningService;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;

/** Puts a node together: every part is built by its own factory. */
@SpringBootConfiguration(proxyBeanMethods = false)
class NodeWiring {

  private static final Logger LOG = LoggerFactory.getLogger(NodeWiring.class);
  private static final int REDIS_THREADS = 2;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  NodeIdentity identity(NodeConfig config, Clock clock) {
    var node = config.node();
    return new NodeIdentity(
        node.name(), node.cluster(), node.region(), Version.text(), clock.instant());
  }

  @Bean
  RedisAddresses redisAddresses() {
    return new RedisAddresses();
  }

  @Bean
  ClientResources redisThreads(RedisAddresses addresses) {
    return DefaultClientResources.builder()
        .socketAddressResolver(addresses)
        .ioThreadPoolSize(REDIS_THREADS)
        .computationThreadPoolSize(REDIS_THREADS)
        .build();
  }

  @Bean
  RedisURI redisAddress(NodeConfig config) {
    return address(config.redis().url(), config.redis().passwordFile());
  }

  @Bean
  DurableRedis durableRedis(ClientResources threads, RedisURI cache, NodeConfig config) {
    var redis = DurableRedis.open(threads, durable(cache, config), config.node().cluster());
    DurableCheck.refusal(config, redis)
        .ifPresent(
            why -> {
              redis.close();
              throw new StartException(why);
            });
    return redis;
  }

  @Bean
  ClusterRedis clusterRedis(ClientResources threads, RedisURI address, NodeConfig config) {
    var redis = ClusterRedis.of(threads, address, config.node().cluster());
    CacheCheck.refusal(config, redis)
        .ifPresent(
            why -> {
              redis.close();
              throw new StartException(why);
            });
    return redis;
  }

  /** Where sessions are kept: the durable Redis, which evicts none. */
  @Bean(defaultCandidate = false)
  ClusterRedis sessionRedis(ClientResources threads, RedisURI cache, NodeConfig config) {
    return ClusterRedis.of(threads, durable(cache, config), config.node().cluster());
  }

  @Bean
  StoreProbe postgresProbe(NodeConfig config) {
    var node = config.node();
    var database = config.database();
    return StoreProbes.postgres(
        database.url(),
        ShardServers.login(database.username(), database.passwordFile()),
        node.cluster(),
        node.region());
  }

  @Bean
  StoreProbe redisProbe(
      NodeConfig config, ClusterRedis redis, ClientResources threads, RedisURI address) {
    return StoreProbes.redis(
        redis,
        () -> RedisAddresses.server(threads, address),
        config.node().cluster(),
        config.node().region());
  }

  @Bean
  @Nullable StoreProbe durableRedisProbe(NodeConfig config, DurableRedis redis) {
    var node = config.node();
    return config.redis().durable() == null
        ? null
        : StoreProbes.durableRedis(redis, node.cluster(), node.region());
  }

  @Bean
  @Nullable StoreProbe balancerProbe(NodeConfig config) {
    var balancer = config.balancer();
    var token = config.server().tokenFile();
    return balancer == null
        ? null
        : StoreProbes.balancer(
            balancer,
            token == null ? null : SecretFile.read(token),
            config.node().cluster(),
            config.node().region());
  }

  @Bean
  NodeTelemetry telemetry(
      NodeIdentity identity, NodeConfig config, List<StoreProbe> probes, Clock clock) {
    var all = new ArrayList<>(probes);
    all.addAll(ShardServers.furtherProbes(config));
    var source =
        new TelemetrySource(
            SourceKind.NODE,
            identity.name(),
            identity.cluster(),
            identity.region(),
            identity.version(),
            identity.startedAt());
    return NodeTelemetry.of(source, all, clock);
  }

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
  Relocation relocation(
      NodeConfig config,
      RedisAddresses addresses,
      RedisURI cache,
      ClusterRedis redis,
      RedisAnswers answers,
      DurableRedis durable,
      @Qualifier("sessionRedis") ClusterRedis sessions) {
    return new Relocation(
        addresses,
        cache,
        List.of(redis::renew, answers::renew),
        durable(cache, config),
        List.of(durable::renew, sessions::renew));
  }

  @Bean
  ConfigWatch configWatch(
      ConfigWatch.ConfigSource source,
      NodeConfig config,
      TuningService tuning,
      Relocation relocation,
      NodeTelemetry telemetry) {
    return ConfigWatch.start(source, config, tuning, relocation, telemetry.meters());
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

  @Bean
  LanguageModel languageModel(
      NodeConfig config,
      TuningService tuning,
      ClusterRedis redis,
      NodeTelemetry telemetry,
      Clock clock) {
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    var api = config.claude().api();
    return api == null
        ? new MockLanguageModel(
            config.claude().mockResponses(), tuning, random, MockLanguageModel.Pause.sleeping())
        : AnthropicModel.open(
            api,
            SharedSpending.in(redis),
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
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock) {
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
            durable));
  }

  /** Ended by {@link RunningNode}, before the pipeline whose PostgreSQL it uses. */
  @Bean(destroyMethod = "")
  TuningAudit audit(
      NodeConfig config, SignalPipeline pipeline, TuningService tuning, NodeTelemetry telemetry) {
    return TuningAudit.of(tuning, config.node().cluster(), pipeline.postgres(), telemetry.meters());
  }

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
            sessionRedis,
            sessions,
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

  @Bean
  @Nullable Tracing tracing(
      NodeConfig config,
      NodeIdentity identity,
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock) {
    var collector = config.collector();
    return collector == null
        ? null
        : Tracing.to(
            collector,
            new Tracing.Source(
                identity.name(), identity.cluster(), identity.region(), identity.version()),
            tuning,
            telemetry.meters(),
            clock,
            System::nanoTime);
  }

  @Bean
  Access access(NodeConfig config) {
    var token = config.server().tokenFile();
    return token == null ? Access.everyone() : Access.bearer(SecretFile.read(token));
  }

  @Bean
  HttpServer http(
      NodeConfig config,
      NodeIdentity identity,
      SignalPipeline pipeline,
      TuningService tuning,
      TuningAudit audit,
      Membership membership,
      NodeTelemetry telemetry,
      Quotas quotas,
      @Nullable Accounts accounts,
      Peer self,
      NeuronMemory memory,
      CacheWarming warming,
      Games games,
      PushHub push,
      Access access,
      Clock clock,
      @Nullable Tracing tracing) {
    telemetry.start();
    var api =
        new NodeApi(
            identity,
            pipeline.service(),
            pipeline.queue(),
            config.neurons(),
            pipeline.shards(),
            pipeline,
            tuning,
            audit,
            membership,
            telemetry.view(),
            telemetry.feed(),
            quotas,
            new NodeApi.Auth(accounts, config.auth()),
            self,
            memory,
            warming,
            games,
            push,
            access,
            clock,
            tracing);
    var server = config.server();
    try {
      return HttpServer.start(server, api, telemetry.meters());
    } catch (BindException e) {
      throw new StartException(
          "%s:%d cannot be served (%s): end the process that has it, or choose another server.port"
              .formatted(server.host(), server.port(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new StartException("The HTTP server cannot start: " + e.getMessage(), e);
    }
  }

  @Bean
  RunningNode runningNode(
      NodeConfig config,
      SignalPipeline pipeline,
      Games games,
      NeuronMemory memory,
      CacheWarming warming,
      TuningService tuning,
      TuningAudit audit,
      HttpServer http,
      NodeIdentity identity) {
    return new RunningNode(
        config,
        pipeline,
        games,
        memory,
        audit,
        () -> {
          var keys = tuning.current().cache().warmKeys();
          if (keys > 0) {
            var _ = warming.begin(keys);
          }
        },
        http,
        identity);
  }

  private static RedisURI address(String url, @Nullable Path passwordFile) {
    var address = RedisURI.create(url);
    if (passwordFile != null) {
      address.setCredentialsProvider(
          new StaticCredentialsProvider(null, SecretFile.read(passwordFile).toCharArray()));
    }
    return address;
  }

  private static RedisURI durable(RedisURI cache, NodeConfig config) {
    var server = config.redis().durable();
    return server == null ? cache : address(server.url(), server.passwordFile());
  }
}
