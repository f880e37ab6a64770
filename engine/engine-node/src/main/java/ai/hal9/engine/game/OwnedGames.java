package ai.hal9.engine.game;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.game.EarlyActions.Attempt;
import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.game.GameOutcome.Elsewhere;
import ai.hal9.engine.game.GameOutcome.Refused;
import ai.hal9.engine.game.Ownership.Verdict;
import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.store.RowBuffer;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unfinished games that this node owns, in memory, and the way to those it does not. When it is
 * unclear what PostgreSQL has, the game takes nothing until it is loaded anew.
 */
final class OwnedGames implements Games, Writes {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedGames.class);
  private static final int HEAP_SHARE = 16;
  private static final int ADOPTED_AT_ONCE = 200;
  private static final Duration UPKEEP = Duration.ofMillis(500);
  private static final int UPKEEPS_A_TALLY = 10;

  private final Surroundings around;
  private final Postgres postgres;
  private final Ownership ownership;
  private final GameStore store;
  private final GameReads reads;
  private final GameLoads loads;
  private final GameTally tally;
  private final GameMeters meters;
  private final LiveGame.Table table;
  private final RowBuffer actions;
  private final RowBuffer rounds;
  private final SignalIds ids;
  private final Map<UUID, LiveGame> live = new ConcurrentHashMap<>();
  private final ReentrantLock loading = new ReentrantLock();
  private final GameClock clock = new GameClock(() -> !live.isEmpty(), this::tick);
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("game-upkeep").factory());
  private int upkeeps;

  OwnedGames(Surroundings around) {
    this.around = around;
    this.postgres = around.postgres();
    var lease = new GameLease(around.redis(), around.self(), around.nanoTime());
    ownership = new Ownership(postgres, lease, around.node(), around.self());
    store = new GameStore(postgres);
    reads = new GameReads(postgres);
    loads = new GameLoads(postgres, this::make);
    tally = new GameTally(postgres, around.clock());
    meters = new GameMeters(around.meters());
    table =
        new LiveGame.Table(
            this,
            () -> around.tuning().current().games().round(),
            around.nanoTime(),
            around.clock(),
            new SeatsPool());
    actions = postgres.buffer(new ActionTable(), HEAP_SHARE, meters.tally("actions"));
    rounds = postgres.buffer(new RoundTable(), HEAP_SHARE, meters.tally("rounds"));
    ids = new SignalIds(around.clock(), around.seed());
    around.meters().gauge(MetricCatalogue.ACTIVE_GAMES, live::size);
    around
        .meters()
        .gauge(
            MetricCatalogue.GAME_PLAYERS,
            () -> live.values().stream().mapToInt(LiveGame::players).sum());
  }

  OwnedGames start() {
    var _ =
        upkeep.scheduleWithFixedDelay(
            this::keepUp, UPKEEP.toMillis(), UPKEEP.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  @Override
  public GameOutcome<GameView> create(GameSettings settings) {
    return ask(
        () -> {
          var most = around.tuning().current().games().maxActive();
          if (live.size() >= most) {
            return new Refused<>(
                GameRefusal.TOO_MANY_GAMES, "This node plays " + most + " games already.");
          }
          var id = ids.next();
          var owner = ownership.number();
          store.create(owner, id, settings);
          live.put(id, make(id, owner, settings, GameStatus.WAITING, 0));
          clock.run();
          tally.created();
          return view(id);
        });
  }

  @Override
  public GameOutcome<Joined> join(UUID id, String name) {
    return ask(
        () ->
            locate(id)
                .then(
                    game ->
                        entering(
                            game,
                            () ->
                                game.mayJoin(name)
                                    .then(
                                        begins -> {
                                          var player = UUID.randomUUID();
                                          store.join(game.owner(), id, player, name, begins);
                                          tally.joined();
                                          return new Done<>(game.joined(player, name, begins));
                                        }))));
  }

  @Override
  public GameOutcome<GameView> leave(UUID id, UUID player) {
    return ask(
        () ->
            locate(id)
                .then(
                    game ->
                        entering(
                            game,
                            () ->
                                game.mayLeave(player)
                                    .then(
                                        seat -> {
                                          store.leave(game.owner(), id, player);
                                          submit(game.left(seat));
                                          return view(id);
                                        }))));
  }

  @Override
  public void act(UUID id, UUID player, int side, int round, Consumer<GameOutcome<Acted>> done) {
    var attempt = new Attempt(player, side, round, around.nanoTime().getAsLong(), done);
    var known = live.get(id);
    if (known != null) {
      act(known, attempt);
    } else {
      Thread.ofVirtual()
          .name("game-locate")
          .start(
              () -> {
                var found = ask(() -> locate(id));
                if (found instanceof Done<LiveGame>(var game)) {
                  act(game, attempt);
                } else {
                  done.accept(found.then(game -> refused(GameRefusal.UNAVAILABLE, "")));
                }
              });
    }
  }

  private void act(LiveGame game, Attempt attempt) {
    if (!postgres.up()) {
      attempt
          .done()
          .accept(
              counted(
                  refused(GameRefusal.UNAVAILABLE, "PostgreSQL is gone: " + postgres.reason())));
      return;
    }
    var taken = game.act(attempt);
    if (taken instanceof Done<Optional<ActionRow>>(var row)) {
      row.ifPresent(this::write);
    } else {
      attempt.done().accept(counted(taken.then(row -> refused(GameRefusal.UNAVAILABLE, ""))));
    }
  }

  private void write(ActionRow row) {
    if (!actions.offer(row, true)) {
      submit(row.game().refused(row));
      row.answer(counted(refused(GameRefusal.OVERLOADED, "More actions wait than are held.")));
    }
  }

  /** Actions that came early are tried again. */
  private void release(LiveGame game) {
    game.released().forEach(attempt -> act(game, attempt));
  }

  private void doubt(LiveGame game) {
    game.doubt();
    release(game);
  }

  @Override
  public GameOutcome<GameView> get(UUID game) {
    return ask(() -> view(game));
  }

  @Override
  public GameOutcome<List<GameView>> list(
      @Nullable GameStatus status, @Nullable UUID before, int limit) {
    return ask(() -> new Done<>(reads.list(status, before, limit)));
  }

  @Override
  public GameOutcome<List<Standing>> leaderboard(UUID game, int limit) {
    return ask(() -> view(game).then(view -> new Done<>(reads.leaderboard(game, limit))));
  }

  @Override
  public GameOutcome<List<Standing>> leaderboard(int limit) {
    return ask(() -> new Done<>(reads.leaderboard(limit)));
  }

  @Override
  public GameOutcome<List<PlayedRound>> rounds(UUID game, int before, int limit) {
    return ask(() -> view(game).then(view -> new Done<>(reads.rounds(game, before, limit))));
  }

  @Override
  public GameOutcome<List<MinuteOfGames>> analytics(int minutes) {
    return ask(() -> new Done<>(reads.analytics(minutes)));
  }

  @Override
  public GameOutcome<Watch> watch(UUID id) {
    return ask(() -> locate(id).then(game -> new Done<>(new Watch(game.topic(), game::state))));
  }

  @Override
  public void committed(ActionRow row, long storedNanos) {
    meters.acted(storedNanos - row.arrivedNanos());
    tally.acted();
    // counted before it is told: the last of a round knows then that the round has ended
    submit(row.game().committed(row));
    row.answer(new Done<>(new Acted(row.round(), row.side())));
  }

  @Override
  public void refused(ActionRow row, String reason) {
    row.answer(counted(refused(GameRefusal.UNAVAILABLE, "It was not stored: " + reason)));
    submit(row.game().refused(row));
  }

  @Override
  public void scored(RoundRow row, long storedNanos) {
    var game = row.game();
    meters.scored(game.end(), storedNanos - game.endedNanos());
    tally.scored(row.score());
    game.scored(row);
    release(game);
    if (row.last()) {
      live.remove(game.id(), game);
      tally.finished();
    }
  }

  @Override
  public void unscored(RoundRow row, String reason) {
    LOG.warn("round {} of game {} is not scored here: {}", row.round(), row.id(), reason);
    row.game().unscored();
    release(row.game());
  }

  private void submit(@Nullable RoundRow row) {
    if (row != null && !rounds.offer(row, true)) {
      unscored(row, "more rounds wait than are held");
    }
  }

  private void tick() {
    try {
      var now = around.nanoTime().getAsLong();
      for (var game : live.values()) {
        submit(game.tick(now));
      }
    } catch (RuntimeException e) {
      LOG.error("the clock of the games stumbled", e);
    }
  }

  private void keepUp() {
    if (!postgres.up()) {
      return;
    }
    try {
      if (!ownership.renew()) {
        letGo();
      }
      adoptOrphans();
      live.values().forEach(this::keepUp);
      upkeeps++;
      if (upkeeps % UPKEEPS_A_TALLY == 0 && ownership.registered()) {
        tally.flush(ownership.number());
      }
    } catch (StoreException e) {
      LOG.debug("games are looked after later", e);
    } catch (RuntimeException e) {
      LOG.error("looking after the games failed; please report this", e);
    }
  }

  private void keepUp(LiveGame game) {
    if (game.settledInDoubt()) {
      live.remove(game.id(), game);
      game.topic().close();
    } else if (waitedOver(game)) {
      var _ =
          entering(
              game,
              () -> {
                if (waitedOver(game)) {
                  store.finish(game.owner(), game.id());
                  game.finish();
                  live.remove(game.id(), game);
                  tally.finished();
                }
                return new Done<>(game);
              });
    }
  }

  private boolean waitedOver(LiveGame game) {
    return game.waitedOver(
        around.tuning().current().games().waitingTimeout(), around.clock().millis());
  }

  private void adoptOrphans() {
    for (var owner : ownership.others()) {
      if (ownership.judge(owner) instanceof Verdict.Replaced) {
        var adopted = adopt(owner, null);
        while (adopted == ADOPTED_AT_ONCE) {
          adopted = adopt(owner, null);
        }
      }
    }
  }

  /** Takes over games of an owner that is fenced; how many. */
  private int adopt(long orphaner, @Nullable UUID one) {
    loading.lock();
    try {
      var games = loads.adopt(ownership.number(), orphaner, one, one == null ? ADOPTED_AT_ONCE : 1);
      games.forEach(this::take);
      if (!games.isEmpty()) {
        meters.takenOver(games.size());
        around
            .events()
            .publish(
                new TelemetryEvent(
                    EventKind.FAILOVER,
                    around.clock().instant(),
                    "%s plays on %d games of owner %d"
                        .formatted(around.node(), games.size(), orphaner),
                    Map.of("node", around.node(), "games", Integer.toString(games.size()))));
      }
      return games.size();
    } finally {
      loading.unlock();
    }
  }

  /** This node's games are others' now. */
  private void letGo() {
    live.values()
        .removeIf(
            game -> {
              if (ownership.isMine(game.owner())) {
                return false;
              }
              doubt(game);
              game.topic().close();
              return true;
            });
  }

  private GameOutcome<LiveGame> locate(UUID id) {
    var known = live.get(id);
    if (known != null) {
      return new Done<>(known);
    }
    var found = reads.find(id);
    if (found.isEmpty()) {
      return refused(GameRefusal.NO_SUCH_GAME, "There is no game of this id.");
    }
    if (found.get().status() == GameStatus.FINISHED) {
      return refused(GameRefusal.FINISHED, "The game is over.");
    }
    var owner = found.get().owner();
    if (ownership.isMine(owner)) {
      return own(id);
    }
    return switch (ownership.judge(owner)) {
      case Verdict.Ask(var peer) -> new Elsewhere<>(peer);
      case Verdict.Replaced() -> {
        adopt(owner, id);
        var adopted = live.get(id);
        yield adopted != null ? new Done<>(adopted) : moving();
      }
      case Verdict.Wait() -> moving();
    };
  }

  private GameOutcome<LiveGame> own(UUID id) {
    loading.lock();
    try {
      var known = live.get(id);
      if (known == null) {
        loads.own(ownership.number(), id).ifPresent(this::take);
        known = live.get(id);
      }
      return known != null ? new Done<>(known) : moving();
    } finally {
      loading.unlock();
    }
  }

  private void take(LiveGame game) {
    live.put(game.id(), game);
    clock.run();
    submit(game.resume());
  }

  private LiveGame make(UUID id, long owner, GameSettings settings, GameStatus status, int round) {
    var topic = around.push().topic(owner);
    return new LiveGame(id, owner, settings, status, round, table, topic);
  }

  private GameOutcome<GameView> view(UUID id) {
    return reads
        .find(id)
        .<GameOutcome<GameView>>map(Done::new)
        .orElseGet(() -> new Refused<>(GameRefusal.NO_SUCH_GAME, "There is no game of this id."));
  }

  private static GameOutcome<LiveGame> moving() {
    return new Refused<>(
        GameRefusal.UNAVAILABLE, "The game's owner cannot be found now; ask again in a moment.");
  }

  /** Work that asks PostgreSQL for a game. */
  @FunctionalInterface
  private interface Asking<T> {
    GameOutcome<T> now();
  }

  /** Changes who plays, one at a time; a game whose change has an unknown outcome is in doubt. */
  private <T> GameOutcome<T> entering(LiveGame game, Asking<T> change) {
    game.entry().lock();
    try {
      return change.now();
    } catch (StoreException e) {
      doubt(game);
      throw e;
    } finally {
      game.entry().unlock();
    }
  }

  private <T> GameOutcome<T> ask(Asking<T> asking) {
    return counted(outcome(asking));
  }

  private <T> GameOutcome<T> outcome(Asking<T> asking) {
    if (!postgres.up()) {
      return refused(GameRefusal.UNAVAILABLE, "PostgreSQL is gone: " + postgres.reason());
    }
    try {
      return asking.now();
    } catch (StoreException e) {
      LOG.debug("PostgreSQL did not answer for a game", e);
      return GameStore.isFenced(e)
          ? refused(GameRefusal.UNAVAILABLE, "The game moves to another node; ask again.")
          : refused(GameRefusal.OUTCOME_UNKNOWN, "It may have been done: " + e.getMessage());
    }
  }

  private static <T> Refused<T> refused(GameRefusal reason, String detail) {
    return new Refused<>(reason, detail);
  }

  private <T> GameOutcome<T> counted(GameOutcome<T> outcome) {
    if (outcome instanceof Refused<T>(var reason, var _)) {
      meters.refused(reason);
    }
    return outcome;
  }

  @Override
  public void close(Duration deadline) {
    clock.close();
    upkeep.shutdownNow();
    var end = System.nanoTime() + deadline.toNanos();
    // what waits for a round waits for another owner's now
    live.values().forEach(this::doubt);
    try {
      actions.close(left(end));
      rounds.close(left(end));
      if (ownership.registered()) {
        tally.flush(ownership.number());
      }
      ownership.resign();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      LOG.warn("others find out by themselves that this node has ended: {}", e.getMessage());
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
