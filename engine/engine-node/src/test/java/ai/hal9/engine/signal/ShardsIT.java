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
import ai.hal9.engine.shard.Slots;
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

  private static final NodeConfig.Database NOWHERE = new NodeConfig.Database("", "", null);

  private TwoShards shards = new TwoShards(NOWHERE, NOWHERE);

  @BeforeEach
  void twoDatabases() throws SQLException {
    shards = TwoShards.create();
  }

  /** A user who lies on a shard. */
  private static String userOn(int shard) {
    return TwoShards.usersOn(shard).getFirst();
  }

  @Test
  void signals_ofManyUsers_lieOnTheirShards_andAreFoundByTheirIds() throws Exception {
    try (var fixture =
        PipelineFixture.on(shards.both(), null, "performance.max_concurrent_signals", "64")) {
      var futures =
          IntStream.range(0, 600)
              .mapToObj(
                  i -> fixture.submit(TwoShards.request("user-" + i % 100, "content " + i), null))
              .toList();
      var expected = List.of(new HashMap<UUID, String>(), new HashMap<UUID, String>());
      for (var i = 0; i < futures.size(); i++) {
        var id = PipelineFixture.answer(futures.get(i)).signalId();
        expected.get(TwoShards.of("user-" + i % 100)).put(id, "content " + i);
      }
      for (var shard = 0; shard < 2; shard++) {
        assertThat(PipelineFixture.rows(shards.shard(shard)))
            .isEqualTo(expected.get(shard))
            .isNotEmpty();
        assertThat(fixture.meters.total(SHARD_ROWS, "" + shard))
            .isEqualTo(expected.get(shard).size());
        assertThat(fixture.meters.value(SHARD_SLOTS, "" + shard))
            .isEqualTo((double) TwoShards.MAP.shares().getOrDefault(shard, 0));
        for (var id : expected.get(shard).keySet()) {
          assertThat(fixture.pipeline.service().find(id)).isPresent();
        }
      }
      assertThat(fixture.meters.total(SIGNALS_STORED)).isEqualTo(600);
    }
  }

  @Test
  void signals_withoutAUser_goByTheirIds() throws Exception {
    try (var fixture = PipelineFixture.on(shards.both(), null)) {
      var ids =
          IntStream.range(0, 100)
              .mapToObj(i -> fixture.submit("content " + i))
              .map(future -> PipelineFixture.answer(future).signalId())
              .toList();
      var rows =
          List.of(PipelineFixture.rows(shards.first()), PipelineFixture.rows(shards.second()));
      for (var id : ids) {
        assertThat(rows.get(TwoShards.MAP.owner(Slots.of(id)))).containsKey(id);
        assertThat(fixture.pipeline.service().find(id)).isPresent();
      }
      assertThat(rows).noneMatch(Map::isEmpty);
    }
  }

  @Test
  void key_ofASignalOnAnyShard_standsForOneAnswer_andIsItsUsersOwn() throws Exception {
    try (var one = PipelineFixture.on(shards.both(), null);
        var other = PipelineFixture.on(shards.both(), null)) {
      for (var user : List.of(userOn(0), userOn(1))) {
        var first = PipelineFixture.answer(one.submit(TwoShards.request(user, "once"), "key"));
        assertThat(PipelineFixture.answer(other.submit(TwoShards.request(user, "once"), "key")))
            .isEqualTo(first);
        assertThat(PipelineFixture.rows(shards.shard(TwoShards.of(user))))
            .containsOnlyKeys(first.signalId());
        assertThat(PipelineFixture.outcome(other.submit(TwoShards.request(user, "twice"), "key")))
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
    try (var one = PipelineFixture.on(shards.both(), null);
        var other = PipelineFixture.on(shards.both(), null)) {
      var before =
          PipelineFixture.answer(other.submit(TwoShards.request(user, "before"), null)).signalId();
      shards.put(TwoShards.MAP.moved(new TreeSet<>(List.of(Slots.of(user))), 0));
      await()
          .until(
              () ->
                  one.meters.value(SHARD_MAP_VERSION) == 2
                      && other.meters.value(SHARD_MAP_VERSION) == 2);
      var after =
          PipelineFixture.answer(other.submit(TwoShards.request(user, "after"), null)).signalId();

      assertThat(PipelineFixture.rows(shards.first())).containsOnlyKeys(after);
      assertThat(PipelineFixture.rows(shards.second())).containsOnlyKeys(before);
      // Where the map no longer points is asked as well.
      assertThat(one.pipeline.service().find(before)).isPresent();
      assertThat(one.pipeline.service().find(after)).isPresent();
      assertThat(one.pipeline.service().find(UUID.randomUUID())).isEmpty();
    }
  }

  @Test
  void shard_thatIsGone_holdsUpNoOther() throws Exception {
    try (var fixture = PipelineFixture.on(shards.secondGone().both(), null)) {
      for (var i = 0; i < 20; i++) {
        fixture.answer("of nobody " + i);
      }
      assertThat(
              PipelineFixture.answer(fixture.submit(TwoShards.request(userOn(0), "here"), null))
                  .signalId())
          .isNotNull();
      assertThat(
              PipelineFixture.outcome(fixture.submit(TwoShards.request(userOn(1), "there"), null)))
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
        var fixture =
            PipelineFixture.queueing("node-1", shards.both(), redis.durableClient("test"))) {
      fixture.awaitReady();
      var futures =
          IntStream.range(0, 400)
              .mapToObj(
                  i -> fixture.submit(TwoShards.request("user-" + i % 50, "content " + i), null))
              .toList();
      var expected = List.of(new HashMap<UUID, String>(), new HashMap<UUID, String>());
      for (var i = 0; i < futures.size(); i++) {
        var id = PipelineFixture.answer(futures.get(i)).signalId();
        expected.get(TwoShards.of("user-" + i % 50)).put(id, "content " + i);
      }
      await()
          .untilAsserted(
              () -> {
                for (var shard = 0; shard < 2; shard++) {
                  assertThat(PipelineFixture.rows(shards.shard(shard)))
                      .isEqualTo(expected.get(shard));
                }
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"256, true", "0, false"})
  void statementCache_keepsStatementsPrepared_whereItHasRoom(String capacity, boolean prepared)
      throws Exception {
    try (var fixture =
        PipelineFixture.on(shards.first(), null, "database.statement_cache_capacity", capacity)) {
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
}
