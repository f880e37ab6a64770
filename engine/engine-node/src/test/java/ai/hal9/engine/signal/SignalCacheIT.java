package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.ENTITY_HITS;
import static ai.hal9.api.metric.MetricCatalogue.ENTITY_MISSES;
import static ai.hal9.api.metric.MetricCatalogue.ENTITY_WRITES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.store.TestStores;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored signals in Redis, as two nodes read them. */
class SignalCacheIT {

  private static final NodeConfig.Database NOWHERE =
      new NodeConfig.Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", null);

  @TempDir private Path folder;
  private TestRedis redis;

  @BeforeEach
  void start() {
    redis = TestRedis.start(folder.resolve("cache"));
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void signal_underEachStrategySwitchedLive_isServedToTheOtherNodeFromRedis() throws Exception {
    var database = TestStores.database();
    try (var writer = node(database);
        var reader = node(database)) {
      var aside = writer.answer("aside").signalId();
      assertThat(cached(aside)).isFalse();
      assertThat(found(writer, aside).payload()).contains("aside");
      assertThat(writer.meters.total(ENTITY_MISSES, "signal")).isEqualTo(1);
      assertThat(found(reader, aside)).isEqualTo(found(writer, aside));
      assertThat(reader.meters.total(ENTITY_HITS, "signal", "redis")).isEqualTo(1);

      writer.knobs.set("cache.signal_strategy", "write_through");
      var through = writer.answer("through").signalId();
      var keyed = PipelineFixture.answer(writer.submit(request("keyed"), "a-key")).signalId();
      await().until(() -> writer.meters.total(ENTITY_WRITES, "signal", "write_through") == 2);
      assertThat(found(reader, through).payload()).contains("through");
      assertThat(found(reader, keyed).payload()).contains("keyed");
      assertThat(found(reader, through).durability()).isEqualTo(Durability.COMMITTED);
      assertThat(reader.meters.total(ENTITY_MISSES, "signal")).isZero();

      writer.knobs.set("cache.signal_strategy", "cache_aside");
      var again = writer.answer("again").signalId();
      assertThat(found(reader, again).payload()).contains("again");
      assertThat(reader.meters.total(ENTITY_MISSES, "signal")).isEqualTo(1);
    }
  }

  @Test
  void signal_whileRedisIsStopped_isStoredAndReadFromPostgres() throws Exception {
    try (var node = node(TestStores.database(), "cache.signal_strategy", "write_through")) {
      redis.stop();
      for (var i = 0; i < 20; i++) {
        assertThat(found(node, node.answer("signal " + i).signalId()).payload()).contains("" + i);
      }
      assertThat(node.meters.total(ENTITY_HITS, "signal", "redis")).isZero();
    }
  }

  @Test
  void signal_thatIsQueued_isNotCachedBeforePostgresHasIt() throws Exception {
    try (var durable = TestRedis.durable(folder.resolve("durable"));
        var node =
            PipelineFixture.keeping(
                NOWHERE,
                redis.client("test"),
                durable.durableClient("test"),
                "performance.durability",
                "queued",
                "cache.signal_strategy",
                "write_through")) {
      await().until(() -> node.pipeline.queue().obstacle().isEmpty());
      var id = node.answer("waits").signalId();
      for (var i = 0; i < 3; i++) {
        assertThat(found(node, id).durability()).isEqualTo(Durability.QUEUED);
      }
      assertThat(cached(id)).isFalse();
      assertThat(node.meters.total(ENTITY_WRITES, "signal", "write_through")).isZero();
    }
  }

  @Test
  void signal_thatWasQueued_isReadThroughTheCacheOnceItIsCommitted() throws Exception {
    try (var durable = TestRedis.durable(folder.resolve("durable"));
        var node =
            PipelineFixture.keeping(
                TestStores.database(),
                redis.client("test"),
                durable.durableClient("test"),
                "performance.durability",
                "queued")) {
      node.awaitReady();
      await().until(() -> node.pipeline.queue().obstacle().isEmpty());
      var id = node.answer("queued").signalId();
      await().until(() -> node.rowCount() == 1);
      for (var i = 0; i < 2; i++) {
        assertThat(found(node, id).durability()).isEqualTo(Durability.COMMITTED);
        assertThat(cached(id)).isTrue();
      }
      assertThat(node.meters.total(ENTITY_HITS, "signal", "redis")).isEqualTo(1);
    }
  }

  @Test
  void signal_acknowledgedBeforeItsCommit_isPutAfterIt() throws Exception {
    try (var node =
        node(
            TestStores.database(),
            "cache.signal_strategy",
            "write_through",
            "performance.durability",
            "memory")) {
      var answer = node.answer("promised");
      assertThat(answer.durability()).isEqualTo(Durability.MEMORY);
      await().until(() -> node.meters.total(ENTITY_WRITES, "signal", "write_through") == 1);
      assertThat(node.rows()).containsOnlyKeys(answer.signalId());
      assertThat(found(node, answer.signalId()).payload()).contains("promised");
      assertThat(node.meters.total(ENTITY_HITS, "signal", "redis")).isEqualTo(1);
    }
  }

  @Test
  void signal_inRedis_isFoundWhilePostgresIsAway_andAnyOtherIsNotKnown() throws Exception {
    UUID id;
    try (var writer = node(TestStores.database())) {
      id = writer.answer("read before").signalId();
      assertThat(found(writer, id).payload()).contains("read before");
    }
    try (var reader = PipelineFixture.keeping(NOWHERE, redis.client("test"), null)) {
      assertThat(found(reader, id).durability()).isEqualTo(Durability.COMMITTED);
      assertThat(found(reader, id).payload()).contains("read before");
      var other = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
      assertThatThrownBy(() -> reader.pipeline.service().find(other))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void signal_thatThereIsNone_isNotRemembered() throws Exception {
    var database = TestStores.database();
    try (var node = node(database)) {
      var id = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
      assertThat(node.pipeline.service().find(id)).isEmpty();
      assertThat(cached(id)).isFalse();
    }
  }

  private PipelineFixture node(NodeConfig.Database database, String... keysAndValues) {
    var node = PipelineFixture.keeping(database, redis.client("test"), null, keysAndValues);
    node.awaitReady();
    return node;
  }

  private boolean cached(UUID id) {
    var client = redis.client("test");
    return client.call(commands -> commands.exists(client.key("signal:" + id))) == 1;
  }

  private static StoredSignal found(PipelineFixture node, UUID id) {
    return node.pipeline.service().find(id).orElseThrow();
  }

  private static SignalRequest request(String content) {
    return new SignalRequest(content, null, null, null);
  }
}
