package ai.hal9.engine.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.dialogue.Dialogue;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real Redis. */
final class DurableRedisIT {

  @TempDir private Path folder;

  @Test
  void obstacle_durableServer_isNoneUntilItIsChanged() {
    try (var server = TestRedis.durable(folder)) {
      var redis = server.durableClient("test");
      assertThat(redis.obstacle()).isEmpty();
      assertThat(redis.keeping().orElseThrow().replicas()).isZero();

      var open = Objects.requireNonNull(redis.shared());
      new Dialogue<>(open).ask(commands -> commands.configSet("appendfsync", "everysec"));

      await()
          .untilAsserted(
              () ->
                  assertThat(redis.obstacle().orElse(""))
                      .contains("its appendfsync is everysec and must be always"));
    }
  }

  @Test
  void obstacle_cache_namesAllThatIsWrong() {
    try (var server = TestRedis.start(folder)) {
      assertThat(server.durableClient("test").obstacle().orElseThrow())
          .contains("its appendfsync is everysec and must be always")
          .contains("its maxmemory-policy is allkeys-lru and must be noeviction");
    }
  }

  @Test
  void shared_serverKilledAndStartedAgain_isBackWithWhatWasAcknowledged() {
    try (var server = TestRedis.durable(folder)) {
      var redis = server.durableClient("test");
      new Dialogue<>(Objects.requireNonNull(redis.shared()))
          .ask(commands -> commands.set(redis.key("kept"), "value".getBytes(UTF_8)));

      server.kill();
      await().untilAsserted(() -> assertThat(redis.obstacle().orElse("")).contains("not reached"));
      assertThat(redis.shared()).isNull();

      server.startAgain();
      await().untilAsserted(() -> assertThat(redis.obstacle()).isEmpty());
      byte[] kept =
          new Dialogue<>(Objects.requireNonNull(redis.shared()))
              .ask(commands -> commands.get(redis.key("kept")));
      assertThat(kept).isEqualTo("value".getBytes(UTF_8));
    }
  }
}
