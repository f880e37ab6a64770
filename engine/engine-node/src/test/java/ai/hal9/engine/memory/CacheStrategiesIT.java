package ai.hal9.engine.memory;

import static ai.hal9.engine.Stalls.awaitWithin;
import static ai.hal9.engine.memory.MemoryNode.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.TestStores;
import io.lettuce.core.KillArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes' caches over one PostgreSQL and Redis. */
class CacheStrategiesIT {

  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  @TempDir static Path folder;
  private static TestRedis redis;
  private static Database database;

  private final String cluster = "cache" + CLUSTERS.incrementAndGet();
  private final List<MemoryNode> nodes = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start(folder);
    database = TestStores.withTables();
    MemoryNode.register(database);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void end() {
    nodes.forEach(MemoryNode::close);
  }

  @Test
  void state_underEachStrategy_isReadOnTheOtherNodeWithinASecond() {
    var writer = node();
    var reader = node();
    var number = 0;
    for (var strategy : List.of("write_through", "cache_aside", "write_behind", "write_through")) {
      writer.knobs.set("cache.state_strategy", strategy);
      for (var i = 0; i < 20; i++) {
        var before = reader.state("strategist");
        var state = "{\"n\":" + ++number + "}";
        assertThat(before).isNotEqualTo(state);
        assertThat(done(writer.memory.keepState("strategist", state))).isEqualTo(strategy);
        awaitWithin(A_SECOND, () -> equal(reader.state("strategist"), state));
        assertThat(equal(writer.state("strategist"), state)).isTrue();
      }
    }
  }

  @Test
  void state_onANodeThatHearsOfNoChange_isNoOlderThanASecond() {
    var writer = node();
    var deaf = node();
    done(writer.memory.keepState("designer", "{\"n\":1}"));
    await().until(() -> equal(deaf.state("designer"), "{\"n\":1}"));
    // As if another program wrote: nobody is told, and Redis has nothing of it any more.
    forget();
    var _ =
        database.ask(
            "change",
            connection ->
                connection
                    .createStatement()
                    .executeUpdate(
                        "UPDATE neurons SET state = '{\"n\":2}', state_version = state_version + 1"
                            + " WHERE name = 'designer'"));
    awaitWithin(A_SECOND, () -> equal(deaf.state("designer"), "{\"n\":2}"));
  }

  @Test
  void state_writtenBehindMany_reachesPostgresOnceAndLast() {
    var node = node("cache.state_strategy", "write_behind", "cache.flush_interval_ms", "300");
    for (var i = 1; i <= 500; i++) {
      assertThat(done(node.memory.keepState("strategist", "{\"n\":" + i + "}")))
          .isEqualTo("write_behind");
    }
    assertThat(node.meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state")).isPositive();
    await().until(() -> node.meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state") == 0);
    assertThat(equal(stored("strategist"), "{\"n\":500}")).isTrue();
    assertThat(node.meters.total(MetricCatalogue.ENTITY_FLUSHED, "state")).isLessThan(100);
  }

  @Test
  void state_writtenBehindWhilePostgresIsGone_waitsAndIsWrittenWhenItIsBack() {
    var node = node("cache.state_strategy", "write_behind", "cache.flush_interval_ms", "1");
    done(node.memory.keepState("strategist", "{\"late\":false}"));
    await().until(() -> equal(stored("strategist"), "{\"late\":false}"));
    node.cut = true;
    done(node.memory.keepState("strategist", "{\"late\":true}"));
    assertThat(node.state("strategist")).isEqualTo("{\"late\":true}");
    assertThat(node.meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state")).isEqualTo(1);
    node.cut = false;
    await().until(() -> equal(stored("strategist"), "{\"late\":true}"));
  }

  @Test
  void state_writtenBehindByManyAtOnce_isTheSameInPostgresAsInRedis() throws Exception {
    var node = node("cache.state_strategy", "write_behind", "cache.flush_interval_ms", "1");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var round = 0; round < 200; round++) {
        var kept = new ArrayList<CompletableFuture<String>>();
        for (var i = 0; i < 8; i++) {
          var state = "{\"n\":" + (8 * round + i) + "}";
          kept.add(
              CompletableFuture.supplyAsync(
                  () -> done(node.memory.keepState("strategist", state)), threads));
        }
        for (var each : kept) {
          assertThat(each.get()).isEqualTo("write_behind");
        }
        await()
            .pollInterval(Duration.ofMillis(2))
            .until(() -> node.meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state") == 0);
        assertThat(equal(stored("strategist"), node.state("strategist"))).isTrue();
      }
    }
  }

  @Test
  void state_writtenBehindByAClockBehindPostgres_isStoredAllTheSame() {
    var node = node("cache.state_strategy", "write_behind", "cache.flush_interval_ms", "1");
    done(node.memory.keepState("designer", "{\"n\":\"before\"}"));
    await().until(() -> node.meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state") == 0);
    var _ =
        database.ask(
            "ahead",
            connection ->
                connection
                    .createStatement()
                    .executeUpdate(
                        "UPDATE neurons SET state_version = state_version + 3600000000"
                            + " WHERE name = 'designer'"));
    forget();

    assertThat(done(node.memory.keepState("designer", "{\"n\":\"after\"}")))
        .isEqualTo("write_behind");
    await().until(() -> equal(stored("designer"), "{\"n\":\"after\"}"));
  }

  @Test
  void state_writtenBehindThatFollowsNoKnownVersionWhilePostgresIsGone_isNotAcknowledged() {
    var node = node("cache.state_strategy", "write_behind");
    node.cut = true;
    assertThat(node.memory.keepState("designer", "{\"n\":1}")).isInstanceOf(Recall.Refused.class);
    assertThat(node.memory.keepState("designer", "{\"n\":2}")).isInstanceOf(Recall.Refused.class);
  }

  @Test
  void state_writtenBehindAndThenThrough_isNotOverwrittenByTheOlder() {
    var node = node("cache.state_strategy", "write_behind", "cache.flush_interval_ms", "200");
    done(node.memory.keepState("strategist", "{\"n\":\"older\"}"));
    node.knobs.set("cache.state_strategy", "write_through");
    done(node.memory.keepState("strategist", "{\"n\":\"newer\"}"));
    await().until(() -> node.meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state") == 0);
    assertThat(equal(stored("strategist"), "{\"n\":\"newer\"}")).isTrue();
    assertThat(equal(node.state("strategist"), "{\"n\":\"newer\"}")).isTrue();
  }

  @Test
  void state_missedByManyAtOnce_isLoadedOnce() throws Exception {
    var node = node();
    forget();
    node.slow = Duration.ofSeconds(1);
    node.statements.set(0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<CompletableFuture<String>>();
      for (var i = 0; i < 100; i++) {
        asked.add(CompletableFuture.supplyAsync(() -> node.state("designer"), threads));
      }
      for (var each : asked) {
        each.get();
      }
    }
    assertThat(node.statements.get()).isEqualTo(1);
    assertThat(node.meters.total(MetricCatalogue.ENTITY_SHARED_LOADS, "state")).isGreaterThan(50);
  }

  @Test
  void state_whoseWriteHasAnUnknownOutcome_isReadAsPostgresHasItOnceRedisIsBack() {
    var writer = node();
    done(writer.memory.keepState("strategist", "{\"n\":\"before\"}"));
    writer.answersLost = true;
    redis.stop();
    try {
      assertThat(writer.memory.keepState("strategist", "{\"n\":\"after\"}"))
          .isInstanceOf(Recall.Refused.class);
    } finally {
      redis.startAgain();
    }

    var other = node();
    await().until(() -> equal(other.state("strategist"), "{\"n\":\"after\"}"));
  }

  @Test
  void memory_whoseWriteHasAnUnknownOutcome_isFoundOnceRedisIsBack() {
    var writer = node();
    var before = done(writer.memory.recent("strategist", 100)).size();
    writer.answersLost = true;
    redis.stop();
    try {
      assertThat(writer.memory.remember("strategist", "my mind is going", List.of()))
          .isInstanceOf(Recall.Refused.class);
    } finally {
      redis.startAgain();
    }

    var other = node();
    await().until(() -> done(other.memory.recent("strategist", 100)).size() == before + 1);
  }

  @Test
  void memory_whoseListCannotBeReadOnceItIsStored_isStoredAndFound() {
    var writer = node();
    var reader = node();
    var before = done(reader.memory.recent("strategist", 100)).size();
    writer.failing = "recent-memories";

    assertThat(done(writer.memory.remember("strategist", "I can feel it", List.of())).committed())
        .isTrue();

    awaitWithin(A_SECOND, () -> done(reader.memory.recent("strategist", 100)).size() == before + 1);
  }

  @Test
  void state_whoseChangeARedisThatCameBackLacks_isReadWithinASecond() {
    var writer = node();
    done(writer.memory.keepState("strategist", "{\"n\":\"before\"}"));
    var lacking = values();
    done(writer.memory.keepState("strategist", "{\"n\":\"after\"}"));
    // who listens for the first time tells again, too, and may do so a little later
    await()
        .until(
            () -> {
              redis.client(cluster).call(commands -> commands.mset(lacking));
              return equal(node().state("strategist"), "{\"n\":\"before\"}");
            });

    for (var kill : List.of(KillArgs.Builder.typePubsub(), KillArgs.Builder.typeNormal())) {
      var _ = kill.skipme();
      redis.client(cluster).call(commands -> commands.clientKill(kill));
    }

    // Only of those that lost their connections; this one asks PostgreSQL for nothing by itself.
    var late = node();
    awaitWithin(A_SECOND, () -> equal(late.state("strategist"), "{\"n\":\"after\"}"));
  }

  @Test
  void memories_searchedBeforeAWrite_areFoundAfterItOnBothNodes() {
    var writer = node();
    var reader = node();
    assertThat(done(reader.memory.search("designer", "pod bay", 10))).isEmpty();
    for (var strategy : List.of("write_through", "cache_aside", "write_behind")) {
      writer.knobs.set("cache.memory_strategy", strategy);
      var before = done(reader.memory.search("designer", "pod bay", 50)).size();
      var taken =
          done(writer.memory.remember("designer", "Open the pod bay doors, please", List.of()));
      assertThat(taken.committed()).isEqualTo(!strategy.equals("write_behind"));
      for (var node : List.of(writer, reader)) {
        awaitWithin(
            A_SECOND, () -> done(node.memory.search("designer", "pod bay", 50)).size() > before);
        assertThat(done(node.memory.recent("designer", 1)).getFirst())
            .contains(taken.id().toString());
      }
    }
    assertThat(done(reader.memory.search("designer", "\"bay pod\"", 10))).isEmpty();
    assertThat(done(reader.memory.search("designer", "opened door", 10))).isNotEmpty();
    assertThat(done(reader.memory.search("strategist", "pod bay", 10))).isEmpty();
  }

  @Test
  void memories_askedAgain_comeFromTheCache() {
    var node = node();
    done(node.memory.remember("strategist", "the monolith is full of stars", List.of()));
    done(node.memory.search("strategist", "stars", 10));
    node.statements.set(0);
    for (var i = 0; i < 10; i++) {
      assertThat(done(node.memory.search("strategist", "stars", 10))).hasSize(1);
      assertThat(done(node.memory.recent("strategist", 10))).isNotEmpty();
    }
    assertThat(node.statements.get()).isZero();
    // A node with nothing in its memory finds them in Redis.
    var other = node();
    assertThat(done(other.memory.search("strategist", "stars", 10))).hasSize(1);
    assertThat(other.statements.get()).isZero();
    assertThat(other.meters.total(MetricCatalogue.ENTITY_HITS, "memory", "redis")).isEqualTo(1);
  }

  @Test
  void states_warmed_areReadWithoutPostgres() {
    var node = node();
    done(node.memory.keepState("strategist", "{\"n\":1}"));
    forget();
    var fresh = node();
    assertThat(fresh.memory.warm()).isPositive();
    fresh.statements.set(0);
    assertThat(equal(fresh.state("strategist"), "{\"n\":1}")).isTrue();
    assertThat(fresh.statements.get()).isZero();
  }

  private MemoryNode node(String... keysAndValues) {
    var node = new MemoryNode(database, redis.client(cluster), keysAndValues);
    nodes.add(node);
    return node;
  }

  /** What of this cluster is in Redis. */
  private Map<String, String> values() {
    var client = redis.client(cluster);
    var keys = client.call(commands -> commands.keys("hal9:" + cluster + ":*"));
    return keys.stream()
        .collect(Collectors.toMap(key -> key, key -> client.call(commands -> commands.get(key))));
  }

  private void forget() {
    var client = redis.client(cluster);
    var keys = client.call(commands -> commands.keys("hal9:" + cluster + ":*"));
    if (!keys.isEmpty()) {
      client.call(commands -> commands.del(keys.toArray(String[]::new)));
    }
  }

  private static String stored(String neuron) {
    return database.ask(
        "stored",
        connection -> {
          try (var query =
              connection.prepareStatement("SELECT state FROM neurons WHERE name = ?")) {
            query.setString(1, neuron);
            try (var row = query.executeQuery()) {
              row.next();
              return String.valueOf(row.getString(1));
            }
          }
        });
  }

  /** Whether two states are the same but for PostgreSQL's spaces. */
  private static boolean equal(String state, String other) {
    return state.replace(" ", "").equals(other.replace(" ", ""));
  }
}
