package ai.hal9.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Signal;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's clients follow a Redis that has moved, whatever is left where it was. */
final class RedisMoveIT {

  @TempDir private Path directory;

  private final RedisAddresses addresses = new RedisAddresses();
  private final ClientResources resources =
      DefaultClientResources.builder()
          .socketAddressResolver(addresses)
          .ioThreadPoolSize(2)
          .computationThreadPoolSize(2)
          .build();
  private final Spawner spawner = Spawner.open();

  @AfterEach
  void close() {
    spawner.close();
    var _ = resources.shutdown();
  }

  @Test
  void clients_redisMoved_readAndListenWhereItIsNow() throws Exception {
    var ports = FreePorts.several(2);
    var binary = RedisBinary.bundled(BinaryCache.standard());
    var first =
        RedisServer.startPrimary(
            RedisConfig.durable("first", directory.resolve("first"), ports.getFirst()),
            binary,
            spawner);
    var second =
        RedisServer.startReplica(
            RedisConfig.durable("second", directory.resolve("second"), ports.getLast()),
            first,
            binary,
            spawner);
    var moves = new CopyOnWriteArrayList<String>();
    List<String> heard = new CopyOnWriteArrayList<>();
    try (var shared = ClusterRedis.of(resources, uri(first), "moving");
        var durable = DurableRedis.open(resources, uri(first), "moving")) {
      durable.tell((from, to, without) -> moves.add(from + " " + to));
      shared.listen("channel", heard::add);
      shared.call(commands -> commands.set("key", "before"));
      var own = durable.connect();
      second.promote();

      assertThat(addresses.move(uri(first), uri(second))).isTrue();
      shared.renew();
      durable.renew();

      await().ignoreExceptions().until(() -> port(shared) == second.port());
      await().until(() -> durable.info().contains("tcp_port:" + second.port()));
      await().until(() -> !own.isOpen());
      await()
          .ignoreExceptions()
          .until(
              () -> {
                shared.call(commands -> commands.publish("channel", "after"));
                return heard.contains("after");
              });
      assertThat(durable.server()).isEqualTo("127.0.0.1:" + second.port());
      assertThat(moves)
          .containsExactly("127.0.0.1:%d 127.0.0.1:%d".formatted(first.port(), second.port()));
      assertThat(addresses.move(uri(first), uri(second))).isFalse();
    }
  }

  @Test
  void client_ofAServerThatFellSilent_readsAndListensWhereRedisIsNow() throws Exception {
    var ports = FreePorts.several(2);
    var first = first(ports.getFirst());
    var second = second(ports.getLast(), first);
    List<String> heard = new CopyOnWriteArrayList<>();
    try (var redis = ClusterRedis.of(resources, uri(first), "moving")) {
      redis.listen("channel", heard::add);
      assertThat(port(redis)).isEqualTo(first.port());
      first.process().signal(Signal.STOP);
      second.promote();

      addresses.move(uri(first), uri(second));
      redis.renew();

      await().ignoreExceptions().until(() -> port(redis) == second.port());
      await()
          .ignoreExceptions()
          .until(
              () -> {
                redis.call(commands -> commands.publish("channel", "after"));
                return heard.contains("after");
              });
    } finally {
      first.process().signal(Signal.CONT);
    }
  }

  @Test
  void client_movedToWhereNothingListensYet_isThereOnceSomethingDoes() throws Exception {
    var ports = FreePorts.several(2);
    var first = first(ports.getFirst());
    try (var redis = ClusterRedis.of(resources, uri(first), "moving")) {
      assertThat(port(redis)).isEqualTo(first.port());
      var there = uri(first);
      there.setPort(ports.getLast());
      addresses.move(uri(first), there);
      redis.renew();
      assertThatThrownBy(() -> port(redis)).isInstanceOf(RedisException.class);

      var _ = second(ports.getLast(), first);

      await().ignoreExceptions().until(() -> port(redis) == ports.getLast());
    }
  }

  private RedisServer first(int port) throws Exception {
    return RedisServer.startPrimary(
        RedisConfig.of("first", directory.resolve("first"), port),
        RedisBinary.bundled(BinaryCache.standard()),
        spawner);
  }

  private RedisServer second(int port, RedisServer primary) throws Exception {
    return RedisServer.startReplica(
        RedisConfig.of("second", directory.resolve("second"), port),
        primary,
        RedisBinary.bundled(BinaryCache.standard()),
        spawner);
  }

  private static int port(ClusterRedis redis) {
    return Integer.parseInt(redis.call(commands -> commands.configGet("port")).get("port"));
  }

  private static RedisURI uri(RedisServer server) throws IOException {
    return RedisURI.builder()
        .withHost("127.0.0.1")
        .withPort(server.port())
        .withPassword(Files.readString(server.passwordFile()).strip().toCharArray())
        .build();
  }
}
