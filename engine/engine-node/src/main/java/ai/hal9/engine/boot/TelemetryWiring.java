package ai.hal9.engine.boot;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.http.NodeIdentity;
import ai.hal9.engine.probe.StoreProbes;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.redis.RedisAddresses;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.TuningService;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a node tells of itself and of the stores it uses. */
@Configuration(proxyBeanMethods = false)
class TelemetryWiring {

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
            balancer.url(),
            balancer.authorities(),
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
}
