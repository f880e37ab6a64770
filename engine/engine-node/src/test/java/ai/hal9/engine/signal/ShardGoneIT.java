package ai.hal9.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durability {@code queued} over two shards, one of which is a PostgreSQL that is stopped. */
class ShardGoneIT {

  /** Stored on each before one is gone. */
  private static final int FIRST = 40;

  private static final List<String> HERE = TwoShards.usersOn(0);
  private static final List<String> THERE = TwoShards.usersOn(1);

  private final Map<UUID, String> here = new HashMap<>();
  private final Map<UUID, String> there = new HashMap<>();

  @Test
  void shardThatIsGone_holdsUpAndFillsTheQueueForItsUsersOnly_andGetsAllOnceWhenItIsBack(
      @TempDir Path folder) throws Exception {
    try (var spawner = Spawner.open();
        var redis = TestRedis.durable(folder.resolve("redis"))) {
      var config =
          PostgresConfig.of("gone", folder.resolve("postgres"), FreePorts.several(1).getFirst());
      var binaries = PostgresBinaries.bundled(BinaryCache.standard());
      var server = PostgresServer.startPrimary(config, binaries, spawner);
      var shards = new TwoShards(TestStores.database(), TestStores.database(server));
      var first = shards.first();
      var second = shards.second();
      var both = shards.both();
      String[] small = {"queue.max_length", "400"};
      var other = PipelineFixture.queueing("node-2", both, redis.durableClient("test"), small);
      try (other;
          var fixture =
              PipelineFixture.queueing("node-1", both, redis.durableClient("test"), small)) {
        await().until(() -> shardUp(fixture) && shardUp(other));
        send(fixture, FIRST);
        await().until(() -> stored(first, here) && stored(second, there));

        server.stop();
        // Entries of both, taken before it is known.
        send(fixture, 60);
        await().until(() -> stored(first, here));
        await().until(() -> !shardUp(fixture) && !shardUp(other));

        fill(fixture);
        send(fixture, HERE, 300, here);
        await().until(() -> stored(first, here));
        var last = fixture.submit(TwoShards.request(HERE.getFirst(), "last"), null);
        here.put(PipelineFixture.answer(last).signalId(), "last");
        // An even part, above what the shard has.
        assertThat(there.size() - FIRST).isGreaterThanOrEqualTo(200);
        var queue = fixture.pipeline.queue();
        assertThat(queue.obstacle()).isEmpty();
        await().until(() -> queue.state().signals() == there.size() - FIRST);
        assertThat(queue.state().setAside()).isEqualTo(there.size() - FIRST);
        assertThat(queue.state().deadLetters()).isZero();

        // A node ends meanwhile, and the shard is served by the other.
        other.close();
        PostgresServer.startPrimary(config, binaries, spawner);
        await().atMost(Duration.ofSeconds(30)).until(() -> stored(second, there));
        await()
            .untilAsserted(
                () -> {
                  var state = queue.state();
                  assertThat(List.of(state.signals(), state.entries(), state.pending()))
                      .containsOnly(0L);
                  assertThat(state.setAside()).isZero();
                });
        assertThat(stored(first, here)).isTrue();
        assertThat(queue.state().deadLetters()).isZero();
        assertThat(
                PipelineFixture.outcome(
                    fixture.submit(TwoShards.request(THERE.getFirst(), "again"), null)))
            .isInstanceOf(SignalOutcome.Answered.class);
      }
    }
  }

  /** As many as are taken for the shard that is gone; each waits or is refused for its sake. */
  private void fill(PipelineFixture fixture) {
    for (var i = 0; i < 400; i++) {
      var content = "filling " + i;
      switch (PipelineFixture.outcome(
          fixture.submit(TwoShards.request(THERE.getFirst(), content), null))) {
        case SignalOutcome.Answered(var answer) -> there.put(answer.signalId(), content);
        case SignalOutcome.Refused refused -> {
          assertThat(refused.message()).contains("wait in the queue for shard 1");
          return;
        }
      }
    }
    throw new AssertionError("nothing was refused");
  }

  private void send(PipelineFixture fixture, int count) {
    var ofHere =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    fixture.submit(TwoShards.request(HERE.get(i % HERE.size()), "here " + i), null))
            .toList();
    var ofThere =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    fixture.submit(
                        TwoShards.request(THERE.get(i % THERE.size()), "there " + i), null))
            .toList();
    for (var i = 0; i < count; i++) {
      here.put(PipelineFixture.answer(ofHere.get(i)).signalId(), "here " + i);
      there.put(PipelineFixture.answer(ofThere.get(i)).signalId(), "there " + i);
    }
  }

  private static void send(
      PipelineFixture fixture, List<String> users, int count, Map<UUID, String> sent) {
    for (var i = 0; i < count; i++) {
      var answer =
          PipelineFixture.answer(
              fixture.submit(TwoShards.request(users.get(i % users.size()), "on " + i), null));
      sent.put(answer.signalId(), "on " + i);
    }
  }

  private static boolean shardUp(PipelineFixture fixture) {
    return fixture.pipeline.postgres().up()
        && fixture.pipeline.parts().stream()
            .anyMatch(part -> part.name().equals("postgres-shard-1") && part.ready());
  }

  /** Whether these rows are there and no others; an id is in a table once, by its key. */
  private static boolean stored(NodeConfig.Database shard, Map<UUID, String> expected)
      throws Exception {
    return PipelineFixture.rows(shard).equals(expected);
  }
}
