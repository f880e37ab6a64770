package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.SHARD_MAP_VERSION;
import static ai.hal9.api.metric.MetricCatalogue.SHARD_ROWS;
import static ai.hal9.api.metric.MetricCatalogue.SHARD_SLOTS;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_STORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.shard.Strategy;
import ai.hal9.engine.store.TestStores;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two shards, each a database of its own. */
class ShardsIT {

  private static final ShardMap MAP = ShardMap.consistent(new TreeSet<>(List.of(0, 1)));

  private final NodeConfig.Database[] each = new NodeConfig.Database[2];
  private NodeConfig.Database both = new NodeConfig.Database("", "", null);

  @BeforeEach
  void twoDatabases() throws SQLException {
    each[0] = TestStores.database();
    each[1] = TestStores.database();
    both = sharded(each[0], each[1]);
  }

  private static NodeConfig.Database sharded(
      NodeConfig.Database first, NodeConfig.Database second) {
    return new NodeConfig.Database(
        first.url(),
        first.username(),
        first.passwordFile(),
        List.of(),
        Strategy.CONSISTENT_HASH,
        List.of(
            new NodeConfig.Shard(
                1, second.url(), second.username(), second.passwordFile(), List.of(), null)),
        null);
  }

  private static SignalRequest of(String user, String content) {
    return new SignalRequest(content, null, null, user);
  }

  private static int shard(String user) {
    return MAP.owner(Slots.of(user));
  }

  /** A user who lies on a shard. */
  private static String userOn(int shard) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "user-" + i)
        .filter(user -> shard(user) == shard)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void signals_ofManyUsers_lieOnTheirShards_andAreFoundByTheirIds() throws Exception {
    try (var fixture = PipelineFixture.on(both, null, "performance.max_concurrent_signals", "64")) {
      var futures =
          IntStream.range(0, 600)
              .mapToObj(i -> fixture.submit(of("user-" + i % 100, "content " + i), null))
              .toList();
      var expected = List.of(new HashMap<UUID, String>(), new HashMap<UUID, String>());
      for (var i = 0; i < futures.size(); i++) {
        var id = PipelineFixture.answer(futures.get(i)).signalId();
        expected.get(shard("user-" + i % 100)).put(id, "content " + i);
      }
      for (var shard = 0; shard < 2; shard++) {
        assertThat(PipelineFixture.rows(each[shard])).isEqualTo(expected.get(shard)).isNotEmpty();
        assertThat(fixture.meters.total(SHARD_ROWS, "" + shard))
            .isEqualTo(expected.get(shard).size());
        assertThat(fixture.meters.value(SHARD_SLOTS, "" + shard))
            .isEqualTo((double) MAP.shares().getOrDefault(shard, 0));
        for (var id : expected.get(shard).keySet()) {
          assertThat(fixture.pipeline.service().find(id)).isPresent();
        }
      }
      assertThat(fixture.meters.total(SIGNALS_STORED)).isEqualTo(600);
    }
  }

  @Test
  void signals_withoutAUser_goByTheirIds() throws Exception {
    try (var fixture = PipelineFixture.on(both, null)) {
      var ids =
          IntStream.range(0, 100)
              .mapToObj(i -> fixture.submit("content " + i))
              .map(future -> PipelineFixture.answer(future).signalId())
              .toList();
      var rows = List.of(PipelineFixture.rows(each[0]), PipelineFixture.rows(each[1]));
      for (var id : ids) {
        assertThat(rows.get(MAP.owner(Slots.of(id)))).containsKey(id);
        assertThat(fixture.pipeline.service().find(id)).isPresent();
      }
      assertThat(rows).noneMatch(Map::isEmpty);
    }
  }

  @Test
  void key_ofASignalOnAnyShard_standsForOneAnswer_andIsItsUsersOwn() throws Exception {
    try (var one = PipelineFixture.on(both, null);
        var other = PipelineFixture.on(both, null)) {
      for (var user : List.of(userOn(0), userOn(1))) {
        var first = PipelineFixture.answer(one.submit(of(user, "once"), "key"));
        assertThat(PipelineFixture.answer(other.submit(of(user, "once"), "key"))).isEqualTo(first);
        assertThat(PipelineFixture.rows(each[shard(user)])).containsOnlyKeys(first.signalId());
        assertThat(PipelineFixture.outcome(other.submit(of(user, "twice"), "key")))
            .isInstanceOfSatisfying(
                SignalOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(Refusal.IDEMPOTENCY_MISMATCH));
      }
      var nobody = new SignalRequest("once", null, null, null);
      var first = PipelineFixture.answer(one.submit(nobody, "key"));
      assertThat(PipelineFixture.answer(other.submit(nobody, "key"))).isEqualTo(first);
    }
  }

  @Test
  void map_isTheSameOnAllNodes_whateverTheirConfiguration_andIsFollowed() throws Exception {
    var user = userOn(1);
    try (var one = PipelineFixture.on(both, null);
        var other = PipelineFixture.on(sharded(each[0], each[1]), null)) {
      var before = PipelineFixture.answer(other.submit(of(user, "before"), null)).signalId();
      put(MAP.moved(new TreeSet<>(List.of(Slots.of(user))), 0));
      await()
          .until(
              () ->
                  one.meters.value(SHARD_MAP_VERSION) == 2
                      && other.meters.value(SHARD_MAP_VERSION) == 2);
      var after = PipelineFixture.answer(other.submit(of(user, "after"), null)).signalId();

      assertThat(PipelineFixture.rows(each[0])).containsOnlyKeys(after);
      assertThat(PipelineFixture.rows(each[1])).containsOnlyKeys(before);
      // Where the map no longer points is asked as well.
      assertThat(one.pipeline.service().find(before)).isPresent();
      assertThat(one.pipeline.service().find(after)).isPresent();
      assertThat(one.pipeline.service().find(UUID.randomUUID())).isEmpty();
    }
  }

  @Test
  void shard_thatIsGone_holdsUpNoOther() throws Exception {
    var gone =
        new NodeConfig.Database(
            "jdbc:postgresql://127.0.0.1:1/none", each[1].username(), each[1].passwordFile());
    try (var fixture = PipelineFixture.on(sharded(each[0], gone), null)) {
      for (var i = 0; i < 20; i++) {
        fixture.answer("of nobody " + i);
      }
      assertThat(PipelineFixture.answer(fixture.submit(of(userOn(0), "here"), null)).signalId())
          .isNotNull();
      assertThat(PipelineFixture.outcome(fixture.submit(of(userOn(1), "there"), null)))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Refusal.STORE_UNAVAILABLE));
      assertThat(fixture.pipeline.ready()).isTrue();
      assertThat(fixture.pipeline.parts())
          .anyMatch(part -> part.name().equals("postgres-shard-1") && !part.ready());
    }
  }

  @Test
  void queued_signalsOfAllShards_areCommittedOnceEach(@TempDir Path folder) throws Exception {
    try (var redis = TestRedis.durable(folder);
        var fixture = PipelineFixture.queueing("node-1", both, redis.durableClient("test"))) {
      fixture.awaitReady();
      var futures =
          IntStream.range(0, 400)
              .mapToObj(i -> fixture.submit(of("user-" + i % 50, "content " + i), null))
              .toList();
      var expected = List.of(new HashMap<UUID, String>(), new HashMap<UUID, String>());
      for (var i = 0; i < futures.size(); i++) {
        var id = PipelineFixture.answer(futures.get(i)).signalId();
        expected.get(shard("user-" + i % 50)).put(id, "content " + i);
      }
      await()
          .untilAsserted(
              () -> {
                for (var shard = 0; shard < 2; shard++) {
                  assertThat(PipelineFixture.rows(each[shard])).isEqualTo(expected.get(shard));
                }
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"256, true", "0, false"})
  void statementCache_keepsStatementsPrepared_whereItHasRoom(String capacity, boolean prepared)
      throws Exception {
    try (var fixture =
        PipelineFixture.on(each[0], null, "database.statement_cache_capacity", capacity)) {
      var kept =
          fixture
              .pipeline
              .postgres()
              .ask(
                  "repeat",
                  connection -> {
                    for (var i = 0; i < 10; i++) {
                      try (var query = connection.prepareStatement("SELECT 'again'")) {
                        query.execute();
                      }
                    }
                    try (var query = connection.createStatement();
                        var row =
                            query.executeQuery(
                                "SELECT count(*) FROM pg_prepared_statements"
                                    + " WHERE statement = 'SELECT ''again'''")) {
                      row.next();
                      return row.getInt(1) > 0;
                    }
                  });
      assertThat(kept).isEqualTo(prepared);
    }
  }

  private void put(ShardMap map) throws SQLException {
    try (var connection = TestStores.connect(each[0]);
        var insert =
            connection.prepareStatement(
                "INSERT INTO shard_maps (version, strategy, owners) VALUES (?, ?, ?)")) {
      insert.setLong(1, map.version());
      insert.setString(2, map.strategy().wireName());
      insert.setArray(3, connection.createArrayOf("int2", map.owners().toArray()));
      insert.executeUpdate();
    }
  }
}
