package ai.hal9.bench;

import ai.hal9.stores.LocalStores;
import ai.hal9.stores.redis.RedisServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.nio.file.Files;

/** Real servers on this machine for a JMH benchmark, and threads for clients of Redis. */
record BenchRedis(LocalStores stores, ClientResources threads) implements AutoCloseable {

  static BenchRedis start() {
    return new BenchRedis(LocalStores.temporary(), DefaultClientResources.create());
  }

  /** Where a server is, and its password. */
  static RedisURI address(RedisServer redis) throws IOException {
    return RedisURI.builder()
        .withHost("127.0.0.1")
        .withPort(redis.port())
        .withPassword(Files.readString(redis.passwordFile()).strip().toCharArray())
        .build();
  }

  @Override
  public void close() {
    var _ = threads.shutdown();
    stores.close();
  }
}
