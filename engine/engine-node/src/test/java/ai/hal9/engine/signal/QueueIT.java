package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.QUEUE_APPENDED;
import static ai.hal9.api.metric.MetricCatalogue.QUEUE_APPENDS;
import static ai.hal9.api.metric.MetricCatalogue.QUEUE_CLAIMED;
import static ai.hal9.api.metric.MetricCatalogue.QUEUE_CONSUMERS_REMOVED;
import static ai.hal9.api.metric.MetricCatalogue.QUEUE_DEAD;
import static ai.hal9.api.metric.MetricCatalogue.QUEUE_DEAD_LETTERED;
import static ai.hal9.api.metric.MetricCatalogue.QUEUE_UNREPLICATED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.process.Signal;
import io.lettuce.core.Consumer;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durability {@code queued} over a real Redis and PostgreSQL. */
class QueueIT {

  private static final NodeConfig.Database NOWHERE =
      new NodeConfig.Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", null);
  private static final UUID NEURON = new UUID(1, 2);

  @TempDir private Path folder;
  private TestRedis server;
  private DurableRedis redis;

  @BeforeEach
  void start() {
    server = TestRedis.durable(folder);
    redis = server.durableClient("test");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyAnswer_underLoad_isOneRowByIdAndContentAndTheQueueIsEmptyThen() throws Exception {
    try (var fixture = queueing(TestStores.database())) {
      fixture.awaitReady();
      var contents = IntStream.range(0, 3_000).mapToObj(i -> "content " + i % 700).toList();
      var answers = answers(fixture, contents);

      await().until(() -> fixture.rowCount() == 3_000);
      assertRows(fixture, answers, contents);
      assertThat(answers).allMatch(answer -> answer.durability() == Durability.QUEUED);
      assertThat(fixture.meters.total(QUEUE_APPENDED)).isEqualTo(3_000);
      assertThat(fixture.meters.total(QUEUE_APPENDS)).isLessThan(1_500);
      await()
          .untilAsserted(
              () -> {
                var state = fixture.pipeline.queue().state();
                assertThat(List.of(state.signals(), state.entries(), state.pending()))
                    .containsOnly(0L);
              });
    }
  }

  @Test
  void queued_postgresAway_waitsIsFoundAndIsWrittenByAnotherNode() throws Exception {
    List<SignalAnswer> answers;
    var contents = IntStream.range(0, 50).mapToObj(i -> "content " + i).toList();
    try (var alone = queueing(NOWHERE)) {
      answers = answers(alone, contents);
      await().until(alone.pipeline::ready);
      var found = alone.pipeline.service().find(answers.get(7).signalId()).orElseThrow();
      assertThat(found.durability()).isEqualTo(Durability.QUEUED);
      assertThat(found.payload()).contains("\"content\":\"content 7\"");
      assertThat(alone.pipeline.queue().state().signals()).isEqualTo(50);
    }
    try (var other = PipelineFixture.queueing("node-2", TestStores.database(), redis)) {
      other.awaitReady();
      await().until(() -> other.rowCount() == 50);
      assertRows(other, answers, contents);
      assertThat(other.pipeline.service().find(answers.get(7).signalId()).orElseThrow())
          .extracting(StoredSignal::durability)
          .isEqualTo(Durability.COMMITTED);
    }
  }

  @Test
  void queued_whereTheTablesCannotBeMade_isNotReadySaysWhyAndIsOnceTheyCan() throws Exception {
    var database = TestStores.database();
    execute(database, "CREATE TABLE signals (mine int)");
    try (var fixture = queueing(database)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(fixture.pipeline.parts().getFirst().reason())
                      .contains("its tables cannot be made", "non-empty schema"));
      assertThat(fixture.pipeline.ready()).isFalse();

      execute(database, "DROP TABLE signals");
      await().until(fixture.pipeline::ready);
      assertThat(fixture.pipeline.parts().getFirst().required()).isFalse();
    }
  }

  @Test
  void entriesOfADeadConsumer_areClaimedAndWhatWasCommittedIsNotDoubled() throws Exception {
    var database = TestStores.database();
    List<SignalAnswer> answers;
    var contents = List.of("one", "two", "three");
    try (var alone = queueing(NOWHERE)) {
      answers = answers(alone, contents);
    }
    var taken = takenByAGhost();
    // One that the ghost had committed before it died, and appears once more.
    dialogue().ask(commands -> commands.xadd(entries(), taken.getFirst().getBody()));

    try (var other = PipelineFixture.queueing("node-2", database, redis)) {
      other.awaitReady();
      await().until(() -> other.rowCount() == 3);
      await().until(() -> other.pipeline.queue().state().entries() == 0);
      assertRows(other, answers, contents);
      assertThat(other.meters.total(QUEUE_CLAIMED)).isEqualTo(3);
    }
  }

  @Test
  void entryWhoseCommitHangs_isNeitherTakenOverNorBuried_andIsStoredInTheEnd() throws Exception {
    var database = TestStores.database();
    try (var one = queueing(database, "queue.tries", "1");
        var other = PipelineFixture.queueing("node-2", database, redis, "queue.tries", "1");
        var blocker = TestStores.connect(database)) {
      one.awaitReady();
      other.awaitReady();
      blocker.setAutoCommit(false);
      try (var statement = blocker.createStatement()) {
        statement.execute("LOCK TABLE signals IN SHARE MODE");
      }
      var answer = one.answer("waits");

      await()
          .during(Duration.ofSeconds(4))
          .until(
              () ->
                  one.pipeline.queue().state().deadLetters() == 0
                      && one.meters.total(QUEUE_CLAIMED) + other.meters.total(QUEUE_CLAIMED) == 0);
      blocker.rollback();
      await().until(() -> one.rowCount() == 1 && one.pipeline.queue().state().entries() == 0);
      assertThat(one.rows()).containsOnlyKeys(answer.signalId());
    }
  }

  @Test
  void consumerThatLeft_isRemovedOnceItsEntriesAreClaimed_andOneThatServesStays() throws Exception {
    try (var alone = queueing(NOWHERE)) {
      var _ = alone.answer("left behind");
    }
    var taken = takenByAGhost();
    assertThat(taken).hasSize(1);
    // The one has an entry, which may not be claimed yet; the other has nothing.
    var idle = Consumer.from("writers", "idle");
    dialogue().ask(commands -> commands.xgroupCreateconsumer(entries(), idle));

    try (var node =
        PipelineFixture.queueing(
            "node-2",
            TestStores.database(),
            redis,
            "queue.claim_idle",
            "1h",
            "queue.consumer_idle",
            "1s")) {
      node.awaitReady();
      // The group knows a consumer from its first entry on.
      var _ = node.answer("first");
      await().until(() -> node.meters.total(QUEUE_CONSUMERS_REMOVED) == 1 && node.rowCount() == 1);
      assertThat(consumers()).containsExactlyInAnyOrder("ghost", "node-2-1");

      node.knobs.set("queue.claim_idle", "1s");
      await().until(() -> node.meters.total(QUEUE_CONSUMERS_REMOVED) == 2);
      assertThat(consumers()).containsExactly("node-2-1");
      var _ = node.answer("served");
      await().until(() -> node.rowCount() == 3);
    }
  }

  @Test
  void poisonedEntries_becomeDeadLettersOthersAreStoredAndARedriveTriesAgain() throws Exception {
    try (var fixture = PipelineFixture.queueing("node-1", TestStores.database(), redis)) {
      fixture.awaitReady();
      var ids = new SignalIds(Clock.systemUTC(), 7);
      var good = new Row(ids.next(), "{\"content\":\"good\"}");
      var bad = new Row(ids.next(), "{\"content\":");
      append(join(good.tuple(), bad.tuple()), 2);
      append("no row at all".getBytes(UTF_8), 1);
      var answer = fixture.answer("behind them");

      var queue = fixture.pipeline.queue();
      await().until(() -> queue.state().deadLetters() == 2 && queue.state().entries() == 0);
      assertThat(fixture.rows())
          .containsOnlyKeys(good.id(), answer.signalId())
          .containsEntry(good.id(), "good");
      var letters = queue.deadLetters(10);
      assertThat(letters)
          .anySatisfy(
              letter -> {
                assertThat(letter.signals()).containsExactly(bad.id());
                assertThat(letter.reason()).contains("json");
              })
          .anySatisfy(letter -> assertThat(letter.reason()).startsWith("it cannot be read"));
      assertThat(fixture.meters.total(QUEUE_DEAD_LETTERED)).isEqualTo(2);
      await().until(() -> fixture.meters.value(QUEUE_DEAD) == 2);
      assertThat(fixture.events).anyMatch(event -> event.kind() == EventKind.QUEUE);

      var first = letters.stream().filter(l -> !l.signals().isEmpty()).findFirst().orElseThrow();
      assertThat(queue.redrive(List.of(first.id()))).isEqualTo(1);
      await().until(() -> fixture.meters.total(QUEUE_DEAD_LETTERED) == 3);
      assertThat(queue.deadLetters(10)).noneMatch(letter -> letter.id().equals(first.id()));
      var left = queue.deadLetters(10).stream().map(letter -> letter.id()).toList();
      assertThat(queue.discard(left)).isEqualTo(2);
      assertThat(queue.state().deadLetters()).isZero();
      await().until(() -> fixture.meters.value(QUEUE_DEAD) == 0);
    }
  }

  @Test
  void redisKilledUnderLoad_nothingAcknowledgedIsLostOrDoubled() throws Exception {
    try (var fixture = queueing(TestStores.database())) {
      fixture.awaitReady();
      var acknowledged = new LinkedHashMap<UUID, String>();
      send(fixture, "before", acknowledged);
      var during = IntStream.range(0, 500).mapToObj(i -> fixture.submit("during " + i)).toList();
      server.kill();
      collect(during, "during", acknowledged);
      await().until(() -> fixture.pipeline.queue().obstacle().isPresent());
      assertThat(PipelineFixture.outcome(fixture.submit("away")))
          .isInstanceOf(SignalOutcome.Refused.class);

      server.startAgain();
      await().until(() -> fixture.pipeline.queue().obstacle().isEmpty());
      send(fixture, "after", acknowledged);
      await().until(() -> fixture.pipeline.queue().state().entries() == 0);

      assertThat(fixture.rows()).containsAllEntriesOf(acknowledged);
      assertThat(fixture.rowCount()).isEqualTo(fixture.rows().size());
    }
  }

  @Test
  void queueFull_refusesAsOverload() throws Exception {
    try (var fixture = queueing(NOWHERE, "queue.max_length", "100")) {
      var outcomes =
          IntStream.range(0, 300)
              .mapToObj(i -> PipelineFixture.outcome(fixture.submit("signal " + i)))
              .toList();

      assertThat(outcomes).filteredOn(SignalOutcome.Answered.class::isInstance).hasSize(100);
      assertThat(PipelineFixture.outcome(fixture.submit("one more")))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Refusal.OVERLOADED);
                assertThat(refused.retryAfter()).isPositive();
              });
    }
  }

  @Test
  void memoryFull_refusesAsOverloadSaysWhyAndIsEmptiedAllTheSame() throws Exception {
    var database = TestStores.database();
    execute(database, "CREATE TABLE signals (mine int)");
    try (var fixture = queueing(database)) {
      var contents = IntStream.range(0, 50).mapToObj(i -> "content " + i).toList();
      var answers = answers(fixture, contents);
      append("no row at all".getBytes(UTF_8), 1);
      limitMemory("1");
      var queue = fixture.pipeline.queue();
      await()
          .untilAsserted(
              () ->
                  assertThat(queue.obstacle())
                      .hasValueSatisfying(
                          obstacle ->
                              assertThat(obstacle.message())
                                  .contains("memory of the durable Redis is full")));
      assertThat(PipelineFixture.outcome(fixture.submit("one more")))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Refusal.OVERLOADED));
      await()
          .during(Duration.ofSeconds(1))
          .until(() -> queue.obstacle().filter(obstacle -> obstacle.full()).isPresent());

      execute(database, "DROP TABLE signals");
      await().until(() -> queue.state().entries() == 0);
      assertRows(fixture, answers, contents);
      assertThat(queue.deadLetters(10)).hasSize(1);

      limitMemory("0");
      await().until(() -> queue.obstacle().isEmpty());
      assertThat(fixture.answer("again").durability()).isEqualTo(Durability.QUEUED);
    }
  }

  @Test
  void appendThatFindsMemoryFull_isRefusedAndSaysWhy() throws Exception {
    try (var fixture = queueing(NOWHERE)) {
      limitMemory("1");
      var refused =
          IntStream.range(0, 100)
              .mapToObj(i -> fixture.submit("signal " + i))
              .map(PipelineFixture::outcome)
              .map(SignalOutcome.Refused.class::cast)
              .toList();
      assertThat(refused)
          .hasSize(100)
          .allMatch(each -> each.message().contains("memory of the durable Redis is full"));
    }
  }

  @Test
  void rowWhoseMonthHasNoPartition_isStored_andOneFromAWrongClockBecomesADeadLetter()
      throws Exception {
    try (var fixture = PipelineFixture.queueing("node-1", TestStores.database(), redis)) {
      fixture.awaitReady();
      var now = Clock.systemUTC();
      var early = new Row(ids(Clock.offset(now, Duration.ofDays(-200))), "{\"content\":\"early\"}");
      var lost = new Row(ids(Clock.offset(now, Duration.ofDays(4000))), "{\"content\":\"lost\"}");
      append(join(early.tuple(), lost.tuple()), 2);

      var queue = fixture.pipeline.queue();
      await().until(() -> queue.state().deadLetters() == 1 && queue.state().entries() == 0);
      assertThat(fixture.rows()).containsOnlyKeys(early.id());
      assertThat(queue.deadLetters(10).getFirst().signals()).containsExactly(lost.id());
    }
  }

  @Test
  void replicaThatHangs_countsAsGoneUntilItAcknowledgesAgain() throws Exception {
    var replica = server.replica(folder.resolve("replica"));
    try (var fixture = queueing(TestStores.database(), "queue.replicas", "1")) {
      fixture.awaitReady();
      await()
          .until(
              () -> {
                var before = fixture.meters.total(QUEUE_UNREPLICATED);
                fixture.answer("followed");
                return fixture.meters.total(QUEUE_UNREPLICATED) == before;
              });
      await().until(() -> redis.keeping().orElseThrow().replicas() == 1);
      fixture.events.clear();

      replica.process().signal(Signal.STOP);
      try {
        fixture.answer("hanging");
        await().during(Duration.ofSeconds(5)).until(() -> replicaEvents(fixture).size() == 1);
        await().until(() -> redis.keeping().orElseThrow().replicas() == 0);
      } finally {
        replica.process().signal(Signal.CONT);
      }
      await().until(() -> replicaEvents(fixture).size() == 2);
      assertThat(replicaEvents(fixture).getLast()).contains("has its replica again");
    }
  }

  @Test
  void replicaMissing_refuseOrContinueAsTuned() throws Exception {
    try (var fixture = queueing(TestStores.database(), "queue.replicas", "1")) {
      fixture.awaitReady();
      assertThat(fixture.answer("alone").durability()).isEqualTo(Durability.QUEUED);
      assertThat(fixture.events)
          .anyMatch(event -> event.kind() == EventKind.QUEUE && event.title().contains("replica"));

      fixture.knobs.set("queue.without_replica", "refuse");
      await()
          .until(
              () ->
                  PipelineFixture.outcome(fixture.submit("strict"))
                      instanceof SignalOutcome.Refused);
    }
  }

  @Test
  void noDurableRedis_refusesToQueueAndSaysWhy() throws Exception {
    try (var fixture = PipelineFixture.start("performance.durability", "queued")) {
      assertThat(PipelineFixture.outcome(fixture.submit("one")))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              refused -> assertThat(refused.message()).contains("no durable Redis"));
    }
  }

  private PipelineFixture queueing(NodeConfig.Database database, String... keysAndValues) {
    return PipelineFixture.queueing(
        "node-1", database, server.durableClient("test"), keysAndValues);
  }

  private Dialogue<byte[]> dialogue() {
    return new Dialogue<>(Objects.requireNonNull(redis.shared()));
  }

  private String entries() {
    return redis.key("queue:entries");
  }

  /** What waits is delivered to a consumer that does nothing with it. */
  private List<StreamMessage<String, byte[]>> takenByAGhost() {
    dialogue().ask(commands -> commands.xgroupCreate(StreamOffset.from(entries(), "0"), "writers"));
    @SuppressWarnings("unchecked")
    var taken =
        dialogue()
            .ask(
                commands ->
                    commands.xreadgroup(
                        Consumer.from("writers", "ghost"), StreamOffset.lastConsumed(entries())));
    return taken;
  }

  private static List<String> replicaEvents(PipelineFixture fixture) {
    return fixture.events.stream()
        .map(TelemetryEvent::title)
        .filter(title -> title.contains("replica"))
        .toList();
  }

  private static UUID ids(Clock clock) {
    return new SignalIds(clock, 7).next();
  }

  private void limitMemory(String bytes) {
    dialogue().ask(commands -> commands.configSet("maxmemory", bytes));
  }

  private static List<SignalAnswer> answers(PipelineFixture fixture, List<String> contents) {
    var futures = contents.stream().map(fixture::submit).toList();
    return futures.stream().map(PipelineFixture::answer).toList();
  }

  private static void send(PipelineFixture fixture, String word, Map<UUID, String> acknowledged) {
    collect(
        IntStream.range(0, 200).mapToObj(i -> fixture.submit(word + " " + i)).toList(),
        word,
        acknowledged);
  }

  private static void collect(
      List<CompletableFuture<SignalOutcome>> futures, String word, Map<UUID, String> acknowledged) {
    for (var i = 0; i < futures.size(); i++) {
      if (PipelineFixture.outcome(futures.get(i)) instanceof SignalOutcome.Answered(var answer)) {
        acknowledged.put(answer.signalId(), word + " " + i);
      }
    }
  }

  private static void assertRows(
      PipelineFixture fixture, List<SignalAnswer> answers, List<String> contents) throws Exception {
    var expected = new LinkedHashMap<UUID, String>();
    for (var i = 0; i < answers.size(); i++) {
      expected.put(answers.get(i).signalId(), contents.get(i));
    }
    assertThat(fixture.rows()).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(fixture.rowCount()).isEqualTo(contents.size());
  }

  private List<String> consumers() {
    return dialogue().ask(commands -> commands.xinfoConsumers(entries(), "writers")).stream()
        .map(consumer -> new String((byte[]) ((List<?>) consumer).get(1), UTF_8))
        .toList();
  }

  private void append(byte[] rows, int count) {
    var length = redis.key("queue:length");
    dialogue().ask(commands -> commands.incrby(length, count));
    dialogue()
        .ask(
            commands ->
                commands.xadd(
                    entries(), Map.of("n", Integer.toString(count).getBytes(UTF_8), "rows", rows)));
  }

  private static byte[] join(byte[] one, byte[] two) {
    var joined = new byte[one.length + two.length];
    System.arraycopy(one, 0, joined, 0, one.length);
    System.arraycopy(two, 0, joined, one.length, two.length);
    return joined;
  }

  /** A row as a node would queue it. */
  private static final class Row extends PendingRow {
    Row(UUID id, String payload) {
      row(id, NEURON, payload.getBytes(UTF_8), new byte[0]);
    }

    @Override
    protected void stored(long takenNanos, long storedNanos) {}

    @Override
    protected void refused(String reason) {}
  }

  private static void execute(NodeConfig.Database database, String statement) throws SQLException {
    try (var connection = TestStores.connect(database);
        var executing = connection.createStatement()) {
      executing.execute(statement);
    }
  }
}
