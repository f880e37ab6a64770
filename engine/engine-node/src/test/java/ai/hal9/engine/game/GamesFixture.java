package ai.hal9.engine.game;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.store.PostgresSignalStore;
import ai.hal9.engine.store.TestStores;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** One node's games over real stores. */
public final class GamesFixture implements AutoCloseable {

  public final Knobs knobs;
  public final RecordedMeters meters = new RecordedMeters();
  public final Queue<TelemetryEvent> events = new ConcurrentLinkedQueue<>();
  public final PushHub push;
  public final Games games;

  /** The node, as others are told of it. */
  public final Peer self;

  final NodeConfig.Database database;
  final Postgres postgres;
  private final PostgresSignalStore store;
  private final ClusterRedis redis;

  private GamesFixture(
      String node, URI address, NodeConfig.Database database, ClusterRedis redis, Knobs knobs) {
    self = Peer.at(address, new SecureRandom());
    this.knobs = knobs;
    this.database = database;
    this.redis = redis;
    store =
        PostgresSignalStore.start(
            database,
            List.of(),
            knobs,
            meters,
            events::add,
            Breaker.aroundStore(
                "postgres", "PostgreSQL", knobs, meters, events::add, Clock.systemUTC()),
            Clock.systemUTC(),
            System::nanoTime,
            Thread::startVirtualThread);
    postgres = store.postgres();
    push = PushHub.start(knobs, meters, System::nanoTime);
    games =
        Games.start(
            new Games.Surroundings(
                postgres,
                redis,
                node,
                self,
                push,
                knobs,
                meters,
                events::add,
                Clock.systemUTC(),
                System::nanoTime,
                RandomGenerator.getDefault().nextLong()));
    Awaitility.await().until(postgres::up);
  }

  /** The games of a node over these stores. */
  public static GamesFixture start(
      String node, URI self, NodeConfig.Database database, ClusterRedis redis, String... knobs) {
    var turned = new Knobs("database.min_connections", "1", "database.max_connections", "6");
    turned.set(knobs);
    return new GamesFixture(node, self, database, redis, turned);
  }

  static GameSettings settings(int players, int rounds, Duration round) {
    return new GameSettings("a game", players, players, rounds, Optional.of(round));
  }

  /** What was done; fails when it was not. */
  public static <T> T done(GameOutcome<T> outcome) {
    return switch (outcome) {
      case GameOutcome.Done<T>(var value) -> value;
      case GameOutcome.Refused<T>(var reason, var detail) ->
          throw new AssertionError(reason + ": " + detail);
      case GameOutcome.Elsewhere<T>(var owner) -> throw new AssertionError("at " + owner);
    };
  }

  /** Where the game is played instead; fails when it is here. */
  static URI owner(GameOutcome<?> outcome) {
    if (outcome instanceof GameOutcome.Elsewhere<?>(var owner)) {
      return owner.url();
    }
    throw new AssertionError("not elsewhere: " + outcome);
  }

  /** Why it was refused; fails when it was not. */
  static GameRefusal refusal(GameOutcome<?> outcome) {
    if (outcome instanceof GameOutcome.Refused<?>(var reason, var _)) {
      return reason;
    }
    throw new AssertionError("not refused: " + outcome);
  }

  CompletableFuture<GameOutcome<Games.Acted>> acting(UUID game, UUID player, int side, int round) {
    var outcome = new CompletableFuture<GameOutcome<Games.Acted>>();
    games.act(game, player, side, round, outcome::complete);
    return outcome;
  }

  GameOutcome<Games.Acted> act(UUID game, UUID player, int side, int round) {
    return acting(game, player, side, round).orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** A game that has begun, and its players' ids, whose names are p0, p1 and so on. */
  Begun begin(int players, int rounds, Duration round) {
    var game = done(games.create(settings(players, rounds, round))).id();
    var joined = new ArrayList<UUID>();
    for (var i = 0; i < players; i++) {
      joined.add(done(games.join(game, UUID.randomUUID(), "p" + i)).player());
    }
    return new Begun(game, joined);
  }

  record Begun(UUID game, List<UUID> players) {}

  GameView view(UUID game) {
    return done(games.get(game));
  }

  void awaitRound(UUID game, int round) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> view(game).round() == round || view(game).status() == GameStatus.FINISHED);
  }

  void awaitFinished(UUID game) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> view(game).status() == GameStatus.FINISHED);
  }

  /** A number that a query yields. */
  long number(String query) throws SQLException {
    try (var connection = TestStores.connect(database);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Ends as a killed process does: nothing is written, told or given back any more. */
  void crash() {
    redis.close();
    store.close(Duration.ZERO);
  }

  @Override
  public void close() {
    games.close(Duration.ofSeconds(5));
    push.close();
    store.close(Duration.ofSeconds(5));
  }
}
