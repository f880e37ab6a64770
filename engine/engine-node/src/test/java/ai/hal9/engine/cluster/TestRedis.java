package ai.hal9.engine.cluster;

import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Redis for one test class, and clients of it. */
public final class TestRedis implements AutoCloseable {

  private final RedisConfig config;
  private final Spawner spawner = Spawner.open();
  private final ClientResources resources =
      DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
  private final List<AutoCloseable> clients = new ArrayList<>();
  private RedisServer server;

  private TestRedis(RedisConfig config) {
    this.config = config;
    server = launch();
  }

  /** Starts one with its data in the directory. */
  public static TestRedis start(Path directory) {
    return new TestRedis(RedisConfig.of("redis", directory, freePort()));
  }

  /** Starts one that evicts nothing and syncs what it acknowledges. */
  public static TestRedis durable(Path directory) {
    return new TestRedis(RedisConfig.durable("redis-durable", directory, freePort()));
  }

  /** Starts another that follows it and keeps data as it does, in its own directory. */
  public RedisServer replica(Path directory) {
    return RedisServer.startReplica(
        RedisConfig.durable("replica", directory, freePort()),
        server,
        RedisBinary.bundled(BinaryCache.standard()),
        spawner);
  }

  /** A client like a node's, of the named cluster. */
  public ClusterRedis client(String cluster) {
    var client = ClusterRedis.of(resources, uri(), cluster);
    clients.add(client);
    return client;
  }

  /** Where it is. */
  public RedisURI uri() {
    try {
      return RedisURI.builder()
          .withHost("127.0.0.1")
          .withPort(config.port())
          .withPassword(Files.readString(server.passwordFile()).strip().toCharArray())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The durable Redis of the named cluster, as a node sees it. */
  public DurableRedis durableClient(String cluster) {
    var client = DurableRedis.open(resources, uri(), cluster);
    clients.add(client);
    return client;
  }

  /** The server. */
  public RedisServer server() {
    return server;
  }

  /** Threads for clients. */
  public ClientResources resources() {
    return resources;
  }

  /** Kills the server: no last sync, no goodbye. */
  public void kill() {
    server.process().kill();
  }

  /** Ends the server. */
  public void stop() {
    server.close();
  }

  /** Starts it again on the same port, with what data it kept. */
  public void startAgain() {
    server = launch();
  }

  private static int freePort() {
    return FreePorts.several(1).getFirst();
  }

  private static void close(AutoCloseable client) {
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private RedisServer launch() {
    return RedisServer.startPrimary(config, RedisBinary.bundled(BinaryCache.standard()), spawner);
  }

  @Override
  public void close() {
    clients.forEach(TestRedis::close);
    var _ = resources.shutdown();
    spawner.close();
  }
}
