package ai.hal9.engine.boot;

import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.audit.TuningAudit;
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
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.quota.Quotas;
import ai.hal9.engine.signal.CacheWarming;
import ai.hal9.engine.signal.SignalPipeline;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.TuningService;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Puts a node together: every part is built by its own factory. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({
  RedisWiring.class,
  TelemetryWiring.class,
  ClusterWiring.class,
  SignalWiring.class,
  StateWiring.class
})
class NodeWiring {

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
}
