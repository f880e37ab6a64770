package ai.hal9.engine.cluster;

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

  private final Path directory;
  private final int port = FreePorts.several(1).getFirst();
  private final Spawner spawner = Spawner.open();
  private final ClientResources resources =
      DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
  private final List<ClusterRedis> clients = new ArrayList<>();
  private RedisServer server;

  private TestRedis(Path directory) {
    this.directory = directory;
    server = launch();
  }

  /** Starts one with its data in the directory. */
  public static TestRedis start(Path directory) {
    return new TestRedis(directory);
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
          .withPort(port)
          .withPassword(Files.readString(server.passwordFile()).strip().toCharArray())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server. */
  public void stop() {
    server.close();
  }

  /** Starts it again on the same port, with what data it kept. */
  public void startAgain() {
    server = launch();
  }

  private RedisServer launch() {
    return RedisServer.startPrimary(
        RedisConfig.of("redis", directory, port),
        RedisBinary.bundled(BinaryCache.standard()),
        spawner);
  }

  @Override
  public void close() {
    clients.forEach(ClusterRedis::close);
    var _ = resources.shutdown();
    spawner.close();
  }
}
