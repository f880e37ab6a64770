package ai.hal9.engine.signal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.store.TestStores;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durability {@code queued} with a Redis that does what it is asked and answers too late. */
class LateAnswersIT {

  private static final NodeConfig.Database NOWHERE =
      new NodeConfig.Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", null);

  @TempDir private Path folder;
  private TestRedis server;

  @BeforeEach
  void start() {
    server = TestRedis.durable(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void entries_whoseTakingUpIsAnsweredTooLateAgainAndAgain_areStoredAndNoDeadLetters()
      throws Exception {
    var direct = server.durableClient("test");
    try (var alone = PipelineFixture.queueing("node-1", NOWHERE, direct)) {
      var _ = alone.answer("one");
    }
    takenBy("node-2-1", direct);

    try (var way = new SilentWay(server.uri().getPort(), 3);
        var redis = DurableRedis.open(server.resources(), way.uri(server), "test");
        var node =
            PipelineFixture.queueing("node-2", TestStores.database(), redis, "queue.tries", "2")) {
      var queue = node.pipeline.queue();
      await().until(() -> way.silences.get() == 0 && queue.state().entries() == 0);
      assertThat(queue.state().deadLetters()).isZero();
      assertThat(node.rows()).containsValue("one");
    }
  }

  /** As if a consumer of that name had ended over what waits. */
  private static void takenBy(String consumer, DurableRedis redis) {
    var dialogue = new Dialogue<>(Objects.requireNonNull(redis.shared()));
    var entries = redis.key("queue:entries");
    dialogue.ask(commands -> commands.xgroupCreate(StreamOffset.from(entries, "0"), "writers"));
    @SuppressWarnings("unchecked")
    var taken =
        dialogue.ask(
            commands ->
                commands.xreadgroup(
                    Consumer.from("writers", consumer), StreamOffset.lastConsumed(entries)));
    assertThat(taken).hasSize(1);
  }

  /** A way to Redis on which the first connections that ask for what is unfinished hear nothing. */
  private static final class SilentWay implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int behind;

    /** How many connections are still to hear nothing. */
    final AtomicInteger silences;

    SilentWay(int behind, int silences) throws IOException {
      this.behind = behind;
      this.silences = new AtomicInteger(silences);
      Thread.ofVirtual().start(this::run);
    }

    RedisURI uri(TestRedis redis) {
      var uri = redis.uri();
      uri.setPort(door.getLocalPort());
      return uri;
    }

    private void run() {
      while (!door.isClosed()) {
        try {
          join(door.accept(), new Socket(InetAddress.getLoopbackAddress(), behind));
        } catch (IOException e) {
          return; // closed
        }
      }
    }

    private void join(Socket client, Socket redis) {
      var silent = new AtomicBoolean();
      Thread.ofVirtual()
          .start(
              () ->
                  pump(
                      client,
                      redis,
                      text -> {
                        if (asksForUnfinished(text) && silences.get() > 0) {
                          silences.decrementAndGet();
                          silent.set(true);
                        }
                        return true;
                      }));
      Thread.ofVirtual().start(() -> pump(redis, client, text -> !silent.get()));
    }

    private static boolean asksForUnfinished(String text) {
      return !text.contains("EVAL")
          && (text.contains("XPENDING")
              || (text.contains("XREADGROUP") && !text.contains("\r\n>\r\n")));
    }

    private static void pump(Socket from, Socket to, Predicate<String> passes) {
      try (from;
          to) {
        var buffer = new byte[64 * 1024];
        for (var n = from.getInputStream().read(buffer);
            n >= 0;
            n = from.getInputStream().read(buffer)) {
          if (passes.test(new String(buffer, 0, n, ISO_8859_1))) {
            to.getOutputStream().write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // one of them is closed, and with it the other
      }
    }

    @Override
    public void close() {
      try {
        door.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
