package ai.hal9.engine.game;

import static ai.hal9.engine.game.GamesFixture.done;
import static ai.hal9.engine.game.GamesFixture.owner;
import static ai.hal9.engine.game.GamesFixture.refusal;
import static ai.hal9.engine.game.GamesFixture.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.TestStores;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Games over a real PostgreSQL and Redis, of one node and of two. */
class GamesIT {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final URI HERE = URI.create("http://127.0.0.1:1");
  private static final URI THERE = URI.create("http://127.0.0.1:2");

  @TempDir static Path folder;
  private static TestRedis redis;
  private static NodeConfig.Database database;
  private static GamesFixture node;
  private static int clusters;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start(folder);
    database = TestStores.database();
    node = GamesFixture.start("node-1", HERE, database, redis.client("games"));
  }

  @BeforeEach
  void defaults() {
    node.knobs.set("games.max_active", "2000", "games.waiting_timeout", "10m");
  }

  @AfterAll
  static void stop() {
    node.close();
    redis.close();
  }

  @Test
  void threePlayers_playThreeRounds_andScoreAsByHand() throws Exception {
    var begun = node.begin(3, 3, LONG);
    var game = begun.game();
    assertThat(node.view(game).status()).isEqualTo(GameStatus.ACTIVE);

    // p2 alone on 1: scores. All on 0: the smaller side is empty. p0 alone on 1: scores.
    play(begun, 1, 0, 0, 1);
    play(begun, 2, 0, 0, 0);
    play(begun, 3, 1, 0, 0);
    node.awaitFinished(game);

    assertThat(done(node.games.leaderboard(game, 10)))
        .containsExactly(
            new Standing("p0", 1, 1), new Standing("p2", 1, 1), new Standing("p1", 0, 1));
    var rounds = done(node.games.rounds(game, Integer.MAX_VALUE, 10));
    assertThat(rounds).extracting(PlayedRound::round).containsExactly(3, 2, 1);
    assertThat(rounds)
        .extracting(PlayedRound::score)
        .containsExactly(new RoundScore(2, 1), new RoundScore(3, 0), new RoundScore(2, 1));
    assertThat(node.number("SELECT count(*) FROM actions WHERE game_id = '" + game + "'"))
        .isEqualTo(9);
    assertThat(node.number("SELECT score FROM player_totals WHERE name = 'p2'")).isPositive();
    // PostgreSQL tells of the end a moment before the game's owner knows
    await()
        .until(
            () ->
                refusal(node.act(game, begun.players().getFirst(), 0, 0)) == GameRefusal.FINISHED);
    assertThat(refusal(node.games.join(game, UUID.randomUUID(), "late")))
        .isEqualTo(GameRefusal.FINISHED);
  }

  @Test
  void player_whoActsTwiceAtOnce_countsOnce() throws Exception {
    var begun = node.begin(3, 1, LONG);
    var player = begun.players().getFirst();
    var outcomes =
        IntStream.range(0, 20)
            .mapToObj(i -> node.acting(begun.game(), player, i % 2, 0))
            .map(CompletableFuture::join)
            .toList();
    assertThat(outcomes).filteredOn(GameOutcome.Done.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(GameOutcome.Refused.class::isInstance)
        .allMatch(outcome -> refusal(outcome) == GameRefusal.ALREADY_ACTED);
    assertThat(node.number("SELECT count(*) FROM actions WHERE game_id = '" + begun.game() + "'"))
        .isEqualTo(1);
  }

  @Test
  void action_thatIsStoredAlready_isNotDoubledAndKeepsNoOtherFromBeingStored() throws Exception {
    var begun = node.begin(3, 1, LONG);
    var game = begun.game();
    try (var connection = TestStores.connect(database);
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO actions (game_id, game_created_at, round, player_id, side, acted_at)
                SELECT id, created_at, 1, ?, 1, now() FROM games WHERE id = ?
                """)) {
      insert.setObject(1, begun.players().getFirst());
      insert.setObject(2, game);
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }

    assertThat(act(node, begun, 1, 1, 0, 0)).allMatch(GameOutcome.Done.class::isInstance);
    assertThat(node.number("SELECT count(*) FROM actions WHERE game_id = '" + game + "'"))
        .isEqualTo(3);
  }

  @Test
  void round_whoseTimeIsOver_isScoredWithThoseWhoActed() throws Exception {
    var begun = node.begin(3, 2, Duration.ofSeconds(1));
    done(node.act(begun.game(), begun.players().get(0), 0, 1));
    node.awaitRound(begun.game(), 2);
    assertThat(refusal(node.act(begun.game(), begun.players().get(1), 0, 1)))
        .isIn(GameRefusal.ROUND_CLOSED, GameRefusal.FINISHED);
    node.awaitFinished(begun.game());
    assertThat(done(node.games.rounds(begun.game(), Integer.MAX_VALUE, 10)))
        .extracting(PlayedRound::score)
        .containsExactly(new RoundScore(0, 0), new RoundScore(1, 0));
  }

  @Test
  void actions_whileTheRoundBeforeIsScored_waitForTheirRoundAndCountOnce() throws Exception {
    var begun = node.begin(3, 2, LONG);
    var players = begun.players();
    var early = new ArrayList<CompletableFuture<GameOutcome<Games.Acted>>>();
    whileNoRoundIsStored(
        () -> {
          act(node, begun, 1, 0, 0, 1);
          early.add(node.acting(begun.game(), players.get(0), 1, 2));
          early.add(node.acting(begun.game(), players.get(1), 0, 0));
          assertThat(refusal(node.act(begun.game(), players.get(0), 0, 2)))
              .isEqualTo(GameRefusal.ALREADY_ACTED);
          assertThat(refusal(node.act(begun.game(), players.get(2), 0, 1)))
              .isEqualTo(GameRefusal.ROUND_CLOSED);
          assertThat(early).noneMatch(CompletableFuture::isDone);
        });
    assertThat(early)
        .extracting(action -> done(action.orTimeout(30, TimeUnit.SECONDS).join()).round())
        .containsExactly(2, 2);
    done(node.act(begun.game(), players.get(2), 0, 2));
    node.awaitFinished(begun.game());
    assertThat(done(node.games.rounds(begun.game(), Integer.MAX_VALUE, 10)))
        .extracting(PlayedRound::score)
        .containsExactly(new RoundScore(2, 1), new RoundScore(2, 1));
  }

  @Test
  void action_whoseRoundDoesNotOpen_isRefusedInTime() throws Exception {
    var begun = node.begin(3, 2, LONG);
    whileNoRoundIsStored(
        () -> {
          act(node, begun, 1, 0, 0, 1);
          assertThat(refusal(node.act(begun.game(), begun.players().get(0), 1, 2)))
              .isEqualTo(GameRefusal.ROUND_CLOSED);
        });
    node.awaitRound(begun.game(), 2);
    done(node.act(begun.game(), begun.players().get(0), 1, 2));
  }

  private static void whileNoRoundIsStored(Runnable doing) throws SQLException {
    try (var blocker = TestStores.connect(database);
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE rounds IN ACCESS EXCLUSIVE MODE");
      doing.run();
      blocker.rollback();
    }
  }

  @Test
  void requests_thatDoNotFit_areRefusedWithTheReason() {
    var game = done(node.games.create(settings(2, 1, LONG))).id();
    var player = done(node.games.join(game, UUID.randomUUID(), "p0")).player();
    assertThat(refusal(node.act(game, player, 0, 0))).isEqualTo(GameRefusal.NOT_STARTED);
    assertThat(refusal(node.games.join(game, UUID.randomUUID(), "p0")))
        .isEqualTo(GameRefusal.NAME_TAKEN);
    done(node.games.join(game, UUID.randomUUID(), "p1"));
    assertThat(refusal(node.games.join(game, UUID.randomUUID(), "p2")))
        .isEqualTo(GameRefusal.GAME_FULL);
    assertThat(refusal(node.act(game, UUID.randomUUID(), 0, 0)))
        .isEqualTo(GameRefusal.NOT_A_PLAYER);
    assertThat(refusal(node.games.get(UUID.randomUUID()))).isEqualTo(GameRefusal.NO_SUCH_GAME);
    node.knobs.set("games.max_active", "1");
    assertThat(refusal(node.games.create(settings(2, 1, LONG))))
        .isEqualTo(GameRefusal.TOO_MANY_GAMES);
  }

  @Test
  void game_thatIsOverInPostgresAlone_takesNobodyAndLetsNobodyGo() throws Exception {
    var game = done(node.games.create(settings(3, 1, LONG))).id();
    var player = done(node.games.join(game, UUID.randomUUID(), "p0")).player();
    try (var connection = TestStores.connect(database);
        var update =
            connection.prepareStatement("UPDATE games SET status = 'finished' WHERE id = ?")) {
      update.setObject(1, game);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }

    assertThat(refusal(node.games.join(game, UUID.randomUUID(), "p1")))
        .isEqualTo(GameRefusal.FINISHED);
    assertThat(refusal(node.games.leave(game, player))).isEqualTo(GameRefusal.FINISHED);
    assertThat(playing(game)).isEqualTo(1);
  }

  @Test
  void player_whoseJoiningHadAnUnknownOutcome_joinsByAskingAgain() throws Exception {
    var game = done(node.games.create(settings(3, 1, LONG))).id();
    var player = UUID.randomUUID();
    try (var blocker = TestStores.connect(database);
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE players IN ACCESS EXCLUSIVE MODE");
      var joining = CompletableFuture.supplyAsync(() -> node.games.join(game, player, "anna"));
      await().until(() -> terminatedBlocked(database));
      assertThat(refusal(joining.join())).isEqualTo(GameRefusal.OUTCOME_UNKNOWN);
      // as if it had been committed all the same, and its answer alone was lost
      statement.execute(
          """
          INSERT INTO players (game_id, game_created_at, id, name, status)
          SELECT id, created_at, '%s', 'anna', 'playing' FROM games WHERE id = '%s'
          """
              .formatted(player, game));
      blocker.commit();
    }

    await().until(() -> node.games.join(game, player, "anna") instanceof GameOutcome.Done);
    assertThat(done(node.games.join(game, player, "anna")).player()).isEqualTo(player);
    assertThat(playing(game)).isEqualTo(1);
    assertThat(node.view(game).status()).isEqualTo(GameStatus.WAITING);
    assertThat(refusal(node.games.join(game, player, "ben"))).isEqualTo(GameRefusal.NAME_TAKEN);
  }

  private static long playing(UUID game) throws SQLException {
    return node.number(
        "SELECT count(*) FROM players WHERE status = 'playing' AND game_id = '" + game + "'");
  }

  @Test
  void game_thatAllHaveLeft_isFinishedAndWhatWasActedCounts() {
    var begun = node.begin(3, 5, LONG);
    done(node.act(begun.game(), begun.players().get(0), 1, 0));
    begun.players().forEach(player -> done(node.games.leave(begun.game(), player)));
    node.awaitFinished(begun.game());
    assertThat(done(node.games.rounds(begun.game(), Integer.MAX_VALUE, 10)))
        .extracting(PlayedRound::score)
        .containsExactly(new RoundScore(0, 1));
  }

  @Test
  void game_nobodyComesTo_endsUnplayed() {
    var game = done(node.games.create(settings(2, 1, LONG))).id();
    assertThat(done(node.games.list(GameStatus.WAITING, null, 100)))
        .extracting(GameView::id)
        .contains(game);
    node.knobs.set("games.waiting_timeout", "100ms");
    node.awaitFinished(game);
    assertThat(done(node.games.list(GameStatus.WAITING, null, 100)))
        .extracting(GameView::id)
        .doesNotContain(game);
  }

  @Test
  void list_isPagedNewestFirst() {
    var games =
        IntStream.range(0, 5)
            .mapToObj(i -> done(node.games.create(settings(2, 1, LONG))).id())
            .toList()
            .reversed();
    var first = done(node.games.list(null, null, 3)).stream().map(GameView::id).toList();
    assertThat(first).isEqualTo(games.subList(0, 3));
    assertThat(done(node.games.list(GameStatus.WAITING, first.getLast(), 2)))
        .extracting(GameView::id)
        .isEqualTo(games.subList(3, 5));
  }

  @Test
  void owner_killedBetweenCommitAndScore_isFollowedByOneThatScoresOnce() throws Exception {
    var cluster = cluster();
    var own = TestStores.database();
    var client = redis.client(cluster);
    var first = GamesFixture.start("node-1", HERE, own, client);
    try (var second = GamesFixture.start("node-2", THERE, own, redis.client(cluster))) {
      var begun = first.begin(3, 2, LONG);
      var owner = first.view(begun.game()).owner();
      try (var blocker = TestStores.connect(own);
          var statement = blocker.createStatement()) {
        blocker.setAutoCommit(false);
        statement.execute("LOCK TABLE rounds IN ACCESS EXCLUSIVE MODE");
        assertThat(act(first, begun, 1, 0, 0, 1)).allMatch(GameOutcome.Done.class::isInstance);
        client.call(commands -> commands.del(client.key("games:owner:" + owner)));
        first.crash();
        assertThat(terminatedBlocked(own)).isTrue();
        assertThat(second.number("SELECT count(*) FROM actions")).isEqualTo(3);
        blocker.rollback();
      }
      await().until(() -> second.events.stream().anyMatch(e -> e.kind() == EventKind.FAILOVER));
      second.awaitRound(begun.game(), 2);
      assertThat(done(second.games.leaderboard(begun.game(), 10)))
          .extracting(Standing::score)
          .containsExactly(1L, 0L, 0L);
      assertThat(second.meters.total(MetricCatalogue.GAMES_TAKEN_OVER)).isEqualTo(1);
      act(second, begun, 2, 1, 0, 0);
      second.awaitFinished(begun.game());
      assertThat(done(second.games.leaderboard(begun.game(), 10)))
          .extracting(Standing::score)
          .containsExactly(1L, 1L, 0L);
    }
  }

  @Test
  void owner_thatWasReplacedAndLives_writesNothingMore() throws Exception {
    var cluster = cluster();
    var own = TestStores.database();
    try (var first = GamesFixture.start("node-1", HERE, own, redis.client(cluster));
        var second = GamesFixture.start("node-2", THERE, own, redis.client(cluster))) {
      var begun = first.begin(3, 1, LONG);
      var game = begun.game();
      done(first.act(game, begun.players().get(0), 0, 1));
      assertThat(owner(second.games.join(game, UUID.randomUUID(), "x"))).isEqualTo(HERE);
      assertThat(owner(second.act(game, begun.players().get(1), 0, 1))).isEqualTo(HERE);

      var before = first.view(game).owner();
      Fence.fence(second.postgres, before);
      var after = first.act(game, begun.players().get(1), 0, 1);
      var taker = first;
      // Unless it has found out already, and plays on under a new number.
      if (!(after instanceof GameOutcome.Done)) {
        assertThat(refusal(after)).isEqualTo(GameRefusal.UNAVAILABLE);
        assertThat(first.number("SELECT count(*) FROM actions WHERE game_id = '" + game + "'"))
            .isEqualTo(1);
        taker = taker(game, begun.players().get(1), second, first);
      }
      assertThat(first.view(game).owner()).isNotEqualTo(before);
      done(taker.act(game, begun.players().get(2), 1, 1));
      taker.awaitFinished(game);
      assertThat(done(taker.games.rounds(game, Integer.MAX_VALUE, 10)))
          .extracting(PlayedRound::score)
          .containsExactly(new RoundScore(2, 1));
    }
  }

  @Test
  void game_inDoubt_isLoadedAnewByItself_andItsEventsAreAnotherStream() throws Exception {
    var begun = node.begin(3, 100, Duration.ofSeconds(2));
    var game = begun.game();
    var watch = done(node.games.watch(game));
    var listener = watch.topic().attach(place(), null);
    listener.greet("state", watch.state());
    var state = UTF_8.decode(listener.next(LONG).orElseThrow()).toString();
    var seen = new JsonMapper().readTree(state).path("events").path(0).path("id").asString();
    try (var blocker = TestStores.connect(database);
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE players IN ACCESS EXCLUSIVE MODE");
      var leaving =
          CompletableFuture.supplyAsync(() -> node.games.leave(game, begun.players().getFirst()));
      await().until(() -> terminatedBlocked(database));
      assertThat(refusal(leaving.join())).isEqualTo(GameRefusal.OUTCOME_UNKNOWN);
      blocker.rollback();
    }

    // Nobody asks the owner for it: to view it is to ask PostgreSQL.
    await().until(() -> node.view(game).round() > 1);
    while (listener.open()) {
      var _ = listener.next(LONG);
    }
    var resumed = done(node.games.watch(game)).topic().attach(place(), seen);
    assertThat(resumed.resumed()).isFalse();
    resumed.close();
    listener.close();
  }

  private static PushHub.Place place() {
    return (PushHub.Place) node.push.admit(InetAddress.getLoopbackAddress());
  }

  @Test
  void game_thatIsNotHereThoughOwned_isPickedUp() throws Exception {
    var own = node.view(node.begin(1, 1, LONG).game()).owner();
    var game = new SignalIds(Clock.systemUTC(), 1).next();
    try (var connection = TestStores.connect(database);
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO games (id, created_at, name, status, owner, min_players, max_players,
                                   rounds, round_ms, round)
                VALUES (?, ?, 'left', 'active', ?, 1, 1, 1, 100, 1)
                """)) {
      insert.setObject(1, game);
      insert.setObject(2, GameStore.created(game));
      insert.setLong(3, own);
      insert.executeUpdate();
    }
    node.awaitFinished(game);
  }

  /** Who plays the game on: whoever is asked first takes it over, the other knows where it is. */
  private static GamesFixture taker(UUID game, UUID player, GamesFixture... asked) {
    return await()
        .until(
            () ->
                Stream.of(asked)
                    .filter(each -> each.act(game, player, 0, 1) instanceof GameOutcome.Done)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void analytics_areAggregatedByMinute() {
    var begun = node.begin(3, 1, LONG);
    play(begun, 1, 0, 0, 1);
    node.awaitFinished(begun.game());
    await()
        .untilAsserted(
            () -> {
              var minutes = done(node.games.analytics(10));
              assertThat(minutes.stream().mapToLong(MinuteOfGames::actions).sum())
                  .isGreaterThanOrEqualTo(3);
              assertThat(minutes.stream().mapToLong(MinuteOfGames::rounds).sum()).isPositive();
            });
  }

  @Test
  void games_takeUnderFiveMegabytesOfHeapEach() {
    node.begin(10, 100, LONG);
    var before = usedHeap();
    var begun = IntStream.range(0, 40).mapToObj(i -> node.begin(10, 100, LONG)).toList();
    for (var round = 1; round <= 4; round++) {
      for (var game : begun) {
        assertThat(act(node, game, round, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0))
            .allMatch(GameOutcome.Done.class::isInstance);
      }
      for (var game : begun) {
        node.awaitRound(game.game(), round + 1);
      }
    }
    assertThat((usedHeap() - before) / begun.size()).isLessThan(5_000_000);
    assertThat(node.meters.value(MetricCatalogue.GAME_PLAYERS)).isGreaterThanOrEqualTo(400);
  }

  private static long usedHeap() {
    for (var i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Ends what waits for a lock, as a client's death in the end does; false when nothing does. */
  private static boolean terminatedBlocked(NodeConfig.Database database) throws SQLException {
    try (var connection = TestStores.superuser(TestStores.running().postgres());
        var query =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND position('/' || datname IN ?) > 0")) {
      query.setString(1, database.url());
      return query.executeQuery().next();
    }
  }

  private static String cluster() {
    clusters++;
    return "games" + clusters;
  }

  /** Everyone acts, and the round is scored. */
  private static void play(GamesFixture.Begun begun, int round, int... sides) {
    assertThat(act(node, begun, round, sides)).allMatch(GameOutcome.Done.class::isInstance);
    node.awaitRound(begun.game(), round + 1);
  }

  private static List<GameOutcome<Games.Acted>> act(
      GamesFixture at, GamesFixture.Begun begun, int round, int... sides) {
    return IntStream.range(0, sides.length)
        .mapToObj(i -> at.acting(begun.game(), begun.players().get(i), sides[i], round))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }
}
