package ai.hal9.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class RedisServerIT {

  @TempDir Path directory;

  private final RedisBinary binary = RedisBinary.bundled(BinaryCache.standard());
  private final Spawner spawner = Spawner.open();
  private final List<Integer> ports = FreePorts.several(2);

  @AfterEach
  void close() {
    spawner.close();
  }

  @Test
  void key_afterRestart_isThereWithTheAppendOnlyFileAndGoneWithout() throws Exception {
    for (boolean appendOnly : new boolean[] {true, false}) {
      RedisConfig config =
          RedisConfig.of("redis", directory.resolve("" + appendOnly), ports.getFirst())
              .withAppendOnly(appendOnly);
      try (var server = RedisServer.startPrimary(config, binary, spawner)) {
        ask(server, "SET", "key", "value");
      }
      try (var server = RedisServer.startPrimary(config, binary, spawner)) {
        assertThat(ask(server, "EXISTS", "key")).isEqualTo(appendOnly ? "1" : "0");
      }
    }
  }

  @Test
  void replica_ofPrimary_isLinkedAndSeesItsKeys() throws Exception {
    RedisServer primary = startPrimary();
    RedisServer replica =
        RedisServer.startReplica(
            RedisConfig.of("replica", directory.resolve("replica"), ports.getLast()),
            primary,
            binary,
            spawner);

    ask(primary, "SET", "key", "value");

    assertThat(ask(replica, "INFO", "replication"))
        .contains("role:slave")
        .contains("master_link_status:up");
    await().until(() -> ask(replica, "EXISTS", "key").equals("1"));
  }

  @Test
  void fenced_primary_neverLeadsAgainAndFollowsWhatTookItsPlace() throws Exception {
    RedisServer old = startPrimary();
    RedisConfig config = RedisConfig.of("replica", directory.resolve("replica"), ports.getLast());
    RedisServer replica = RedisServer.startReplica(config, old, binary, spawner);
    ask(old, "SET", "first", "value");
    await().until(() -> replica.shipping().position() >= old.shipping().position());
    assertThat(old.shipping().silent()).containsOnlyKeys(replica.port());

    old.fence();
    replica.promote();
    ask(replica, "SET", "second", "value");

    assertThatThrownBy(this::startPrimary)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.DATA_INCOMPATIBLE));
    RedisServer follower = RedisServer.startReplica(old.config(), replica, binary, spawner);
    await().until(() -> ask(follower, "EXISTS", "first", "second").equals("2"));
    replica.stop();
    assertThat(RedisServer.startPrimary(config, binary, spawner).role())
        .isEqualTo(RedisServer.Role.PRIMARY);
  }

  @Test
  void fence_ofPrimary_leavesOthersWhoLookAroundInItsDirectoryAlone() throws Exception {
    RedisServer server = startPrimary();
    Process reader =
        new ProcessBuilder("sleep", "600")
            .directory(RedisStart.data(server.config()).toFile())
            .start();
    try {
      server.fence();

      assertThat(server.process().alive()).isFalse();
      assertThat(reader.isAlive()).isTrue();
    } finally {
      reader.destroyForcibly();
    }
  }

  @Test
  void memory_ofServer_isBoundedWithTheEvictionGiven() throws Exception {
    RedisServer server =
        RedisServer.startPrimary(
            RedisConfig.of("redis", directory, ports.getFirst())
                .withMaxMemoryMib(3)
                .withEviction("volatile-ttl"),
            binary,
            spawner);

    assertThat(ask(server, "INFO", "memory"))
        .contains("maxmemory:3145728")
        .contains("maxmemory_policy:volatile-ttl");
  }

  @Test
  void client_withoutPassword_isRefused() {
    RedisServer server = startPrimary();

    assertThatThrownBy(() -> new RespConnection(server.port(), "wrong").close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("WRONGPASS");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no POSIX permissions")
  void password_ofServer_isForItsOwnerAlone() throws Exception {
    RedisServer server = startPrimary();
    String password = Files.readString(server.passwordFile());

    for (Path file : List.of(server.passwordFile(), directory.resolve("primary/redis.conf"))) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().commandLine())
        .hasValueSatisfying(line -> assertThat(line).contains("redis").doesNotContain(password));
  }

  @Test
  void start_inTheDirectoryOfARunningServer_namesThatServer() {
    RedisServer server = startPrimary();
    RedisConfig second = RedisConfig.of("second", server.config().directory(), ports.getLast());

    assertThatThrownBy(() -> RedisServer.startPrimary(second, binary, spawner))
        .hasMessageContaining("pid " + server.pid())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.DATA_IN_USE));
  }

  private RedisServer startPrimary() {
    return RedisServer.startPrimary(
        RedisConfig.of("primary", directory.resolve("primary"), ports.getFirst()), binary, spawner);
  }

  private static String ask(RedisServer server, String... words) throws IOException {
    try (var connection =
        new RespConnection(server.port(), Files.readString(server.passwordFile()))) {
      return connection.command(words);
    }
  }
}
