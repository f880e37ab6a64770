package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real Redis. */
final class EntrySourceIT {

  private static final Duration BLOCK = Duration.ofMillis(100);

  @TempDir private Path folder;
  private TestRedis server;
  private DurableRedis redis;
  private QueueKeys keys;

  @BeforeEach
  void start() {
    server = TestRedis.durable(folder);
    redis = server.durableClient("test");
    keys = QueueKeys.of(redis);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void entries_readAndTakenOverAgainAndAgain_haveNoTryMore() {
    try (var source = source("one");
        var other = source("two")) {
      append();
      assertThat(source.fresh(10, BLOCK)).isEmpty();
      var entries = source.fresh(10, BLOCK);
      for (var i = 0; i < 3; i++) {
        assertThat(source.unfinished(10)).singleElement().matches(e -> e.rows().length == 3);
        assertThat(other.claim(10, Duration.ZERO)).singleElement().matches(e -> e.count() == 1);
        assertThat(source.unfinished(10)).isEmpty();
        assertThat(source.claim(10, Duration.ZERO)).hasSize(1);
      }
      assertThat(source.tries(entries).values()).containsExactly(1L);
    }
  }

  @Test
  void tries_areWhatTheConsumerSays() {
    try (var source = source("one")) {
      append();
      assertThat(source.fresh(10, BLOCK)).isEmpty();
      var entries = source.fresh(10, BLOCK);

      source.tried(entries.getFirst(), 4);
      assertThat(source.tries(entries).values()).containsExactly(4L);
      source.postpone(entries);
      assertThat(source.tries(entries).values()).containsExactly(1L);
      source.giveBack(entries);
      assertThat(source.tries(entries).values()).containsExactly(0L);
    }
  }

  @Test
  void everyQuestion_whereThereIsNoGroup_makesItAndFindsNothing() {
    try (var source = source("one")) {
      assertThat(source.claim(10, Duration.ofSeconds(1))).isEmpty();
      append();
      assertThat(source.removeGone(Duration.ofSeconds(1))).isZero();
      assertThat(source.fresh(10, BLOCK)).hasSize(1);
    }
  }

  @Test
  void consumer_whoseRedisIsFull_joinsAndReads() {
    try (var gone = source("gone");
        var source = source("one")) {
      append();
      dialogue().ask(commands -> commands.configSet("maxmemory", "1"));

      assertThat(gone.fresh(10, BLOCK)).isEmpty();
      assertThat(source.fresh(10, BLOCK)).hasSize(1);
    }
  }

  private EntrySource source(String name) {
    return new EntrySource(redis.connect(), keys, name);
  }

  private Dialogue<byte[]> dialogue() {
    return new Dialogue<>(Objects.requireNonNull(redis.shared()));
  }

  private void append() {
    var body = Map.of("n", "1".getBytes(UTF_8), "rows", "row".getBytes(UTF_8));
    dialogue().ask(commands -> commands.xadd(keys.entries(), body));
  }
}
