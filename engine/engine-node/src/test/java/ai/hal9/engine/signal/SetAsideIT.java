package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.QUEUE_CLAIMED;
import static ai.hal9.api.metric.MetricCatalogue.SHARD_MAP_VERSION;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Durability;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.queue.SignalQueue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.TestStores;
import io.lettuce.core.Consumer;
import io.lettuce.core.KillArgs;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is queued for the second of two shards, which only some of the nodes reach. */
class SetAsideIT {

  private static final NodeConfig.Database NOWHERE =
      new NodeConfig.Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", null);

  private static final Duration YEAR = Duration.ofDays(365);
  private static final List<String> HERE = TwoShards.usersOn(0);
  private static final List<String> THERE = TwoShards.usersOn(1);

  private final Map<UUID, String> here = new HashMap<>();
  private final Map<UUID, String> there = new HashMap<>();

  @TempDir private Path folder;
  private TestRedis server;
  private DurableRedis redis;
  private TwoShards shards;

  @BeforeEach
  void start() throws SQLException {
    server = TestRedis.durable(folder);
    redis = server.durableClient("test");
    shards = TwoShards.create();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void entriesOfADeadConsumer_committedInPart_areDividedByWhoTakesThemOverAndStoredOnceEach()
      throws Exception {
    queueMixed();
    // Each again, so that whoever comes second finds its rows committed.
    for (var entry : takenByAGhost()) {
      append(entry);
    }

    try (var node = node("node-1", shards.secondGone())) {
      await().until(() -> node.meters.total(QUEUE_CLAIMED) == here.size() + there.size());
      awaitStored(shards.first(), here);
      awaitWaiting(node.pipeline.queue(), 2L * there.size());
      assertThat(node.pipeline.queue().state().pending()).isZero();
    }
    awaitAllStoredByANodeThatReachesBoth();
  }

  @Test
  void consumerCutOff_whileItCommitsTheRestOfAnEntry_losesAndDoublesNothing() throws Exception {
    queueMixed();
    PipelineFixture.on(shards.secondGone().both(), null).close();
    try (var _ = held(shards.first())) {
      try (var node = node("node-1", shards.secondGone())) {
        await().until(() -> aside() == there.size());
        await().until(() -> node.pipeline.queue().state().pending() == 1);
        var _ =
            dialogue().ask(commands -> commands.clientKill(KillArgs.Builder.typeNormal().skipme()));
      }
    }
    awaitAllStoredByANodeThatReachesBoth();
  }

  @Test
  void entry_dividedAndBroughtBack_isAsOldAsItsSignals() throws Exception {
    queueMixed();
    try (var node = node("node-1", shards.secondGone())) {
      awaitStored(shards.first(), here);
      awaitWaiting(node.pipeline.queue(), there.size());
      assertThat(node.pipeline.queue().state().oldest()).isGreaterThan(YEAR);
    }
    PipelineFixture.on(shards.both(), null).close();
    var second = held(shards.second());
    try (var node = node("node-2", shards)) {
      try (second) {
        await().until(() -> aside() == 0);
        await().until(() -> node.pipeline.queue().state().pending() == 1);
        assertThat(node.pipeline.queue().state().oldest()).isGreaterThan(YEAR);
      }
      awaitStored(shards.second(), there);
    }
  }

  @Test
  void users_movedWhileTheirSignalsAreSetAside_getThemWhereTheyAreThen() throws Exception {
    var moved = THERE.get(0);
    var left = THERE.get(1);
    try (var node = node("node-1", shards.secondGone())) {
      node.awaitReady();
      send(node, List.of(moved, left), "before", there);
      awaitWaiting(node.pipeline.queue(), 2);
      for (var id : there.keySet()) {
        assertThat(node.pipeline.service().find(id))
            .hasValueSatisfying(
                signal -> assertThat(signal.durability()).isEqualTo(Durability.QUEUED));
      }

      shards.put(TwoShards.MAP.moved(new TreeSet<>(List.of(Slots.of(moved))), 0));
      await().until(() -> node.meters.value(SHARD_MAP_VERSION) == 2);
      send(node, List.of(moved), "after", here);
      awaitStored(shards.first(), here);
      // The shard may still have what is waited for.
      awaitWaiting(node.pipeline.queue(), 2);
    }
    var id = idOf(moved + " before");
    here.put(id, moved + " before");
    there.remove(id);
    awaitAllStoredByANodeThatReachesBoth();
  }

  @Test
  void shard_thatLosesItsLastSlotWhileItIsGone_leavesWhatWasSetAsideToTheOther() throws Exception {
    try (var node = node("node-1", shards.secondGone())) {
      node.awaitReady();
      send(node, THERE.subList(0, 20), "before", there);
      awaitWaiting(node.pipeline.queue(), 20);

      var all = new TreeSet<Integer>();
      IntStream.range(0, Slots.COUNT)
          .filter(slot -> TwoShards.MAP.owner(slot) == 1)
          .forEach(all::add);
      shards.put(TwoShards.MAP.moved(all, 0));
      awaitStored(shards.first(), there);
      awaitWaiting(node.pipeline.queue(), 0);
    }
  }

  @Test
  void memoryFull_whileEntriesAreDividedAndBroughtBack_leavesNothingHalfDone() throws Exception {
    execute(shards.first(), "CREATE TABLE signals (mine int)");
    execute(shards.second(), "CREATE TABLE signals (mine int)");
    try (var node = node("node-1", shards)) {
      var queue = node.pipeline.queue();
      sendBoth(node);
      limitMemory(1);
      execute(shards.first(), "DROP TABLE signals");
      awaitStored(shards.first(), here);
      awaitWaiting(queue, there.size());
      assertThat(aside()).isEqualTo(there.size());
      await().until(() -> queue.obstacle().filter(SignalQueue.Obstacle::full).isPresent());

      execute(shards.second(), "DROP TABLE signals");
      awaitStored(shards.second(), there);
      awaitWaiting(queue, 0);
      assertThat(stored(shards.first(), here)).isTrue();
      assertThat(queue.state().deadLetters()).isZero();

      limitMemory(0);
      await().until(() -> queue.obstacle().isEmpty());
      send(node, THERE.subList(0, 1), "again", there);
      awaitStored(shards.second(), there);
    }
  }

  @Test
  void memoryThatFillsBetweenTwoPartsOfAnAppend_refusesWhatWasNotAppendedAlone() throws Exception {
    try (var node = node("node-1", shards.secondGone())) {
      node.awaitReady();
      var filler = "x".repeat(30_000);
      var refused = 0;
      for (var room = 0; room < 1_000_000; room += 50_000) {
        limitMemory(usedMemory() + room);
        var ofHere = submit(node, HERE.subList(0, 8), room + filler);
        var ofThere = submit(node, THERE.subList(0, 8), room + filler);
        refused += collect(ofHere, HERE, room + filler, here);
        refused += collect(ofThere, THERE, room + filler, there);
        limitMemory(0);
        await().until(() -> node.pipeline.queue().obstacle().isEmpty());
      }
      assertThat(refused).isPositive();
      awaitWaiting(node.pipeline.queue(), there.size());
      assertThat(PipelineFixture.rows(shards.first()).keySet()).isEqualTo(here.keySet());
    }
  }

  /** Lets no row in until it is closed. */
  private static Connection held(NodeConfig.Database shard) throws SQLException {
    execute(
        shard,
        """
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';
        CREATE TRIGGER hold BEFORE INSERT ON signals FOR EACH ROW EXECUTE FUNCTION hold()
        """);
    var holder = TestStores.connect(shard);
    try (var statement = holder.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(1)");
    }
    return holder;
  }

  private void awaitAllStoredByANodeThatReachesBoth() throws Exception {
    try (var node = node("node-2", shards)) {
      awaitStored(shards.first(), here);
      awaitStored(shards.second(), there);
      awaitWaiting(node.pipeline.queue(), 0);
      var state = node.pipeline.queue().state();
      assertThat(List.of(state.entries(), state.pending(), state.deadLetters())).containsOnly(0L);
      assertThat(stored(shards.first(), here) && stored(shards.second(), there)).isTrue();
    }
  }

  private PipelineFixture node(String name, TwoShards reached) {
    return PipelineFixture.queueing(name, reached.both(), server.durableClient("test"));
  }

  /** Queues one entry, of January 1970, that holds signals of both shards. */
  private void queueMixed() {
    try (var alone = PipelineFixture.queueing("alone", NOWHERE, server.durableClient("test"))) {
      sendBoth(alone);
    }
    var rows = new ByteArrayOutputStream();
    for (var entry :
        dialogue().ask(commands -> commands.xrange(entries(), Range.<String>unbounded()))) {
      rows.writeBytes(entry.getBody().get("rows"));
    }
    var count = Integer.toString(here.size() + there.size()).getBytes(US_ASCII);
    dialogue().ask(commands -> commands.del(entries()));
    var longAgo = new XAddArgs().id("1000-0");
    dialogue()
        .ask(
            commands ->
                commands.xadd(entries(), longAgo, Map.of("n", count, "rows", rows.toByteArray())));
  }

  private void sendBoth(PipelineFixture node) {
    var ofHere = submit(node, HERE.subList(0, 40), "mixed");
    var ofThere = submit(node, THERE.subList(0, 40), "mixed");
    assertThat(collect(ofHere, HERE, "mixed", here) + collect(ofThere, THERE, "mixed", there))
        .isZero();
  }

  private static void send(
      PipelineFixture node, List<String> users, String content, Map<UUID, String> sent) {
    assertThat(collect(submit(node, users, content), users, content, sent)).isZero();
  }

  private static List<CompletableFuture<SignalOutcome>> submit(
      PipelineFixture node, List<String> users, String content) {
    return users.stream()
        .map(user -> node.submit(TwoShards.request(user, user + " " + content), null))
        .toList();
  }

  /** Notes what was taken; how many were not. */
  private static int collect(
      List<CompletableFuture<SignalOutcome>> outcomes,
      List<String> users,
      String content,
      Map<UUID, String> taken) {
    var refused = 0;
    for (var i = 0; i < outcomes.size(); i++) {
      switch (PipelineFixture.outcome(outcomes.get(i))) {
        case SignalOutcome.Answered(var answer) ->
            taken.put(answer.signalId(), users.get(i) + " " + content);
        case SignalOutcome.Refused no -> refused++;
      }
    }
    return refused;
  }

  private UUID idOf(String content) {
    return there.entrySet().stream()
        .filter(sent -> sent.getValue().equals(content))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static void awaitWaiting(SignalQueue queue, long signals) {
    await().untilAsserted(() -> assertThat(queue.state().signals()).isEqualTo(signals));
  }

  private static void awaitStored(NodeConfig.Database shard, Map<UUID, String> expected) {
    // A node makes the table when it comes.
    await().ignoreExceptionsInstanceOf(SQLException.class).until(() -> stored(shard, expected));
  }

  /** Whether these rows are there and no others; an id is in a table once, by its key. */
  private static boolean stored(NodeConfig.Database shard, Map<UUID, String> expected)
      throws SQLException {
    return PipelineFixture.rows(shard).equals(expected);
  }

  private Dialogue<byte[]> dialogue() {
    return new Dialogue<>(Objects.requireNonNull(redis.shared()));
  }

  private String entries() {
    return redis.key("queue:entries");
  }

  /** How many signals are counted as set aside. */
  private long aside() {
    var counted = dialogue().ask(commands -> commands.hvals(redis.key("queue:aside")));
    return counted.stream().mapToLong(count -> Long.parseLong(new String(count, US_ASCII))).sum();
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

  private void append(StreamMessage<String, byte[]> entry) {
    var count = Long.parseLong(new String(entry.getBody().get("n"), US_ASCII));
    dialogue().ask(commands -> commands.incrby(redis.key("queue:length"), count));
    dialogue().ask(commands -> commands.xadd(entries(), entry.getBody()));
  }

  private void limitMemory(long bytes) {
    dialogue().ask(commands -> commands.configSet("maxmemory", Long.toString(bytes)));
  }

  private long usedMemory() {
    return dialogue()
        .ask(commands -> commands.info("memory"))
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  private static void execute(NodeConfig.Database shard, String statement) throws SQLException {
    try (var connection = TestStores.connect(shard);
        var executing = connection.createStatement()) {
      executing.execute(statement);
    }
  }
}
