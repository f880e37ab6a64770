package ai.hal9.engine.game;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.game.GameOutcome.Elsewhere;
import ai.hal9.engine.game.GameOutcome.Refused;
import ai.hal9.engine.game.Ownership.Verdict;
import ai.hal9.engine.store.StoreException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unfinished games that this node owns, in memory: how they come here, are found, and go. When
 * it is unclear what PostgreSQL has, a game takes nothing until it is loaded anew.
 */
final class HeldGames {

  private static final Logger LOG = LoggerFactory.getLogger(HeldGames.class);
  private static final int ADOPTED_AT_ONCE = 200;

  /** How far apart the streams of two numbers of owners are: so many games may be loaded. */
  private static final long STREAMS_AN_OWNER = 1_000_000_000;

  /** The ends of rounds are looked for at every tick, actions that wait too long now and then. */
  private static final int TICKS_A_LOOK = 10;

  private final Games.Surroundings around;
  private final Ownership ownership;
  private final GameReads reads;
  private final GameLoads loads;
  private final GameMeters meters;
  private final Play play;
  private final LiveGame.Table table;
  private final Map<UUID, LiveGame> held = new ConcurrentHashMap<>();
  private final ReentrantLock loading = new ReentrantLock();
  private final AtomicLong made = new AtomicLong();
  private final GameClock clock = new GameClock(() -> !held.isEmpty(), this::tick);
  private int ticks;

  HeldGames(
      Games.Surroundings around,
      Ownership ownership,
      GameReads reads,
      GameMeters meters,
      GameTally tally) {
    this.around = around;
    this.ownership = ownership;
    this.reads = reads;
    this.meters = meters;
    loads = new GameLoads(around.postgres(), this::make);
    play =
        new Play(
            around.postgres(),
            meters,
            tally,
            game -> {
              remove(game);
              tally.finished();
            });
    table =
        new LiveGame.Table(
            play,
            meters::refused,
            () -> around.tuning().current().games().round(),
            around.nanoTime(),
            around.clock(),
            new SeatsPool());
    around.meters().gauge(MetricCatalogue.ACTIVE_GAMES, held::size);
    around
        .meters()
        .gauge(
            MetricCatalogue.GAME_PLAYERS,
            () -> held.values().stream().mapToInt(LiveGame::players).sum());
  }

  /** What is played in them. */
  Play play() {
    return play;
  }

  int count() {
    return held.size();
  }

  Collection<LiveGame> all() {
    return held.values();
  }

  /** A game that is here, or null. */
  @Nullable LiveGame get(UUID id) {
    return held.get(id);
  }

  /** Holds a new game, which is stored. */
  void add(UUID id, long owner, GameSettings settings) {
    held.putIfAbsent(id, make(id, owner, settings, GameStatus.WAITING, 0));
    clock.run();
  }

  void remove(LiveGame game) {
    held.remove(game.id(), game);
  }

  /** Finds a game, here or elsewhere; loads it when it is this node's, or nobody's any more. */
  GameOutcome<LiveGame> locate(UUID id) {
    var known = held.get(id);
    if (known != null) {
      return new Done<>(known);
    }
    var found = reads.find(id);
    if (found.isEmpty()) {
      return noSuchGame();
    }
    if (found.get().status() == GameStatus.FINISHED) {
      return Refusals.finished();
    }
    var owner = found.get().owner();
    if (ownership.isMine(owner)) {
      return own(id);
    }
    return switch (ownership.judge(owner)) {
      case Verdict.Ask(var peer) -> new Elsewhere<>(peer);
      case Verdict.Replaced() -> {
        adopt(owner, id);
        yield loaded(id);
      }
      case Verdict.Wait() -> moving();
    };
  }

  static <T> Refused<T> noSuchGame() {
    return new Refused<>(GameRefusal.NO_SUCH_GAME, "There is no game of this id.");
  }

  /** Changes who plays, one at a time; a game whose change has an unknown outcome is in doubt. */
  <T> GameOutcome<T> entering(LiveGame game, Supplier<GameOutcome<T>> change) {
    game.entry().lock();
    try {
      return change.get();
    } catch (StoreException e) {
      play.doubt(game);
      throw e;
    } finally {
      game.entry().unlock();
    }
  }

  /** Takes over the games of owners that are gone. */
  void adoptOrphans() {
    for (var owner : ownership.others()) {
      if (ownership.judge(owner) instanceof Verdict.Replaced) {
        var adopted = adopt(owner, null);
        while (adopted == ADOPTED_AT_ONCE) {
          adopted = adopt(owner, null);
        }
      }
    }
  }

  /** Loads this node's games that are not here: none waits until somebody asks for it. */
  void pickUp() {
    if (ownership.registered()) {
      loads.owned(ownership.number()).stream()
          .filter(game -> !held.containsKey(game))
          .limit(ADOPTED_AT_ONCE)
          .forEach(this::own);
    }
  }

  /** Loads a game anew, which nobody is changing now; what it was takes nothing any more. */
  void reload(LiveGame game) {
    entering(
        game,
        () -> {
          remove(game);
          game.topic().close();
          return locate(game.id());
        });
  }

  /** The games of this node's that are others' now. */
  void letGo() {
    held.values()
        .removeIf(
            game -> {
              if (ownership.isMine(game.owner())) {
                return false;
              }
              play.doubt(game);
              game.topic().close();
              return true;
            });
  }

  /** No round ends any more, and what waits for one waits for another owner's now. */
  void stop() {
    clock.close();
    held.values().forEach(play::doubt);
  }

  private GameOutcome<LiveGame> own(UUID id) {
    loading.lock();
    try {
      if (!held.containsKey(id)) {
        loads.own(ownership.number(), id).ifPresent(this::take);
      }
      return loaded(id);
    } finally {
      loading.unlock();
    }
  }

  private GameOutcome<LiveGame> loaded(UUID id) {
    var game = held.get(id);
    return game != null ? new Done<>(game) : moving();
  }

  private static GameOutcome<LiveGame> moving() {
    return new Refused<>(
        GameRefusal.UNAVAILABLE, "The game's owner cannot be found now; ask again in a moment.");
  }

  /** Takes over games of an owner that is fenced; how many. */
  private int adopt(long orphaner, @Nullable UUID one) {
    loading.lock();
    try {
      var games = loads.adopt(ownership.number(), orphaner, one, one == null ? ADOPTED_AT_ONCE : 1);
      games.forEach(this::take);
      if (!games.isEmpty()) {
        tellOf(games.size(), orphaner);
      }
      return games.size();
    } finally {
      loading.unlock();
    }
  }

  private void tellOf(int games, long orphaner) {
    meters.takenOver(games);
    around
        .events()
        .publish(
            new TelemetryEvent(
                EventKind.FAILOVER,
                around.clock().instant(),
                "%s plays on %d games of owner %d".formatted(around.node(), games, orphaner),
                Map.of("node", around.node(), "games", Integer.toString(games))));
  }

  private void take(LiveGame game) {
    // One that was made meanwhile has players already.
    var here =
        held.merge(
            game.id(), game, (there, loaded) -> there.owner() == loaded.owner() ? there : loaded);
    clock.run();
    if (here == game) {
      play.submit(game.resume());
    }
  }

  private LiveGame make(UUID id, long owner, GameSettings settings, GameStatus status, int round) {
    // A game that the same owner loads anew counts its events from 1 again.
    var topic =
        around.push().topic(owner * STREAMS_AN_OWNER + made.getAndIncrement() % STREAMS_AN_OWNER);
    return new LiveGame(id, owner, settings, status, round, table, topic);
  }

  private void tick() {
    try {
      var now = around.nanoTime().getAsLong();
      ticks++;
      for (var game : held.values()) {
        if (ticks % TICKS_A_LOOK == 0 || game.overdue(now)) {
          play.submit(game.tick(now));
        }
      }
    } catch (RuntimeException e) {
      LOG.error("the clock of the games stumbled", e);
    }
  }
}
