package ai.hal9.engine.boot;

import ai.hal9.engine.cache.RedisAnswers;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.redis.RedisAddresses;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The Redis servers a node uses, and how it follows them when they move. */
@Configuration(proxyBeanMethods = false)
class RedisWiring {

  private static final int REDIS_THREADS = 2;

  /** After so long a connection that was lost is tried again, each time. */
  private static final Duration RECONNECT = Duration.ofMillis(250);

  /** How long a Redis may take to greet whoever connects. */
  private static final Duration GREETING = Duration.ofSeconds(2);

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
        .reconnectDelay(Delay.constant(RECONNECT))
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

  /** Where sessions and what the model costs are kept: the durable Redis, which evicts none. */
  @Bean(defaultCandidate = false)
  ClusterRedis sessionRedis(ClientResources threads, RedisURI cache, NodeConfig config) {
    return ClusterRedis.of(threads, durable(cache, config), config.node().cluster());
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

  static RedisURI address(String url, @Nullable Path passwordFile) {
    var address = RedisURI.create(url);
    address.setTimeout(GREETING);
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
