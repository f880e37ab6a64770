package ai.hal9.engine.boot;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.cache.RedisAnswers;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Membership;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.http.Access;
import ai.hal9.engine.http.HttpServer;
import ai.hal9.engine.http.NodeApi;
import ai.hal9.engine.http.NodeIdentity;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.probe.StoreProbes;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.signal.SignalPipeline;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.tuning.ConnectionBudget;
import ai.hal9.engine.tuning.LiveTuning;
import ai.hal9.engine.tuning.PostgresBudget;
import ai.hal9.engine.tuning.TuningService;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;

/** Puts a node together: every part is built by its own factory. */
@SpringBootConfiguration(proxyBeanMethods = false)
class NodeWiring {

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
  ClientResources redisThreads() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(REDIS_THREADS)
        .computationThreadPoolSize(REDIS_THREADS)
        .build();
  }

  @Bean
  RedisURI redisAddress(NodeConfig config) {
    var redis = config.redis();
    var address = RedisURI.create(redis.url());
    if (redis.passwordFile() != null) {
      address.setCredentialsProvider(
          new StaticCredentialsProvider(null, SecretFile.read(redis.passwordFile()).toCharArray()));
    }
    return address;
  }

  @Bean
  ClusterRedis clusterRedis(ClientResources threads, RedisURI address, NodeConfig config) {
    return ClusterRedis.of(threads, address, config.node().cluster());
  }

  @Bean
  StoreProbe postgresProbe(NodeConfig config) {
    var node = config.node();
    return StoreProbes.postgres(
        config.database().url(), login(config.database()), node.cluster(), node.region());
  }

  @Bean
  StoreProbe redisProbe(NodeConfig config, ClusterRedis redis, RedisURI address) {
    var server = address.getHost() + ":" + address.getPort();
    return StoreProbes.redis(redis, server, config.node().cluster(), config.node().region());
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
  NodeTelemetry telemetry(NodeIdentity identity, List<StoreProbe> probes, Clock clock) {
    var source =
        new TelemetrySource(
            SourceKind.NODE,
            identity.name(),
            identity.cluster(),
            identity.region(),
            identity.version(),
            identity.startedAt());
    return NodeTelemetry.of(source, probes, clock);
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

  @Bean
  ConnectionBudget connectionBudget(NodeConfig config, Membership membership) {
    return new PostgresBudget(
        config.database().url(), login(config.database()), () -> membership.members().size());
  }

  @Bean
  TuningService tuning(
      NodeConfig config,
      ClusterRedis redis,
      ConnectionBudget budget,
      NodeTelemetry telemetry,
      Clock clock) {
    return TuningService.follow(config.tuning(), redis, budget, telemetry, clock);
  }

  @Bean
  LanguageModel languageModel(NodeConfig config, LiveTuning tuning) {
    return new MockLanguageModel(
        config.claude().mockResponses(),
        tuning,
        () -> ThreadLocalRandom.current().nextLong(),
        MockLanguageModel.Pause.sleeping());
  }

  @Bean
  RedisAnswers sharedAnswers(
      ClientResources threads,
      RedisURI address,
      NodeConfig config,
      TuningService tuning,
      NodeTelemetry telemetry) {
    return RedisAnswers.open(
        threads, address, config.node().cluster(), tuning, telemetry.meters(), System::nanoTime);
  }

  @Bean
  SignalPipeline pipeline(
      NodeConfig config,
      LanguageModel model,
      RedisAnswers shared,
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
            new SecureRandom().nextLong()));
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
      Membership membership,
      PushHub push,
      TuningService tuning,
      NodeTelemetry telemetry,
      Clock clock) {
    var self = membership.self();
    return Games.start(
        new Games.Surroundings(
            pipeline.postgres(),
            redis,
            self.name(),
            self.url(),
            push,
            tuning,
            telemetry.meters(),
            telemetry.events(),
            clock,
            System::nanoTime,
            new SecureRandom().nextLong()));
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
      Membership membership,
      NodeTelemetry telemetry,
      Games games,
      PushHub push,
      Access access,
      Clock clock) {
    telemetry.start();
    var api =
        new NodeApi(
            identity,
            pipeline.service(),
            config.neurons(),
            pipeline,
            tuning,
            membership,
            telemetry.view(),
            telemetry.feed(),
            games,
            push,
            access,
            clock);
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
      HttpServer http,
      NodeIdentity identity) {
    return new RunningNode(config, pipeline, games, http, identity);
  }

  private static Properties login(NodeConfig.Database database) {
    var login = new Properties();
    login.setProperty("user", database.username());
    var password = database.passwordFile();
    if (password != null) {
      login.setProperty("password", SecretFile.read(password));
    }
    return login;
  }
}
