package ai.hal9.engine.game;

import ai.hal9.engine.game.EarlyActions.Attempt;
import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.game.GameOutcome.Elsewhere;
import ai.hal9.engine.game.GameOutcome.Refused;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for the games that this node owns, and says where those are that it does not. */
final class OwnedGames implements Games {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedGames.class);

  private final Surroundings around;
  private final Ownership ownership;
  private final GameStore store;
  private final GameReads reads;
  private final GameTally tally;
  private final GameMeters meters;
  private final HeldGames held;
  private final Upkeep upkeep;
  private final SignalIds ids;

  OwnedGames(Surroundings around) {
    this.around = around;
    var postgres = around.postgres();
    var lease = new GameLease(around.redis(), around.self(), around.nanoTime());
    ownership = new Ownership(postgres, lease, around.node(), around.self());
    store = new GameStore(postgres);
    reads = new GameReads(postgres);
    tally = new GameTally(postgres, around.clock());
    meters = new GameMeters(around.meters());
    held = new HeldGames(around, ownership, reads, meters, tally);
    upkeep = new Upkeep(around, ownership, store, held, tally);
    ids = new SignalIds(around.clock(), around.seed());
  }

  OwnedGames start() {
    upkeep.start();
    return this;
  }

  @Override
  public GameOutcome<GameView> create(GameSettings settings) {
    return ask(
        () -> {
          var most = around.tuning().current().games().maxActive();
          if (held.count() >= most) {
            return new Refused<>(
                GameRefusal.TOO_MANY_GAMES, "This node plays " + most + " games already.");
          }
          var id = ids.next();
          var owner = ownership.number();
          store.create(owner, id, settings);
          held.add(id, owner, settings);
          tally.created();
          return view(id);
        });
  }

  @Override
  public GameOutcome<Joined> join(UUID id, UUID player, String name) {
    return ask(
        () -> held.locate(id).then(game -> held.entering(game, () -> join(game, player, name))));
  }

  private GameOutcome<Joined> join(LiveGame game, UUID player, String name) {
    var before = game.joinedBefore(player, name);
    return before != null
        ? new Done<>(before)
        : game.mayJoin(player, name).then(begins -> join(game, player, name, begins));
  }

  private GameOutcome<Joined> join(LiveGame game, UUID player, String name, boolean begins) {
    if (!store.join(game.owner(), game.id(), player, name, begins)) {
      return Refusals.finished();
    }
    tally.joined();
    return new Done<>(game.joined(player, name, begins));
  }

  @Override
  public GameOutcome<GameView> leave(UUID id, UUID player) {
    return ask(
        () ->
            held.locate(id)
                .then(
                    game ->
                        held.entering(
                            game, () -> game.mayLeave(player).then(s -> leave(game, player, s)))));
  }

  private GameOutcome<GameView> leave(LiveGame game, UUID player, int seat) {
    if (!store.leave(game.owner(), game.id(), player)) {
      return Refusals.finished();
    }
    held.play().submit(game.left(seat));
    return view(game.id());
  }

  @Override
  public void act(UUID id, UUID player, int side, int round, Consumer<GameOutcome<Acted>> done) {
    var attempt = new Attempt(player, side, round, around.nanoTime().getAsLong(), done);
    var known = held.get(id);
    if (known != null) {
      held.play().act(known, attempt);
    } else {
      Thread.ofVirtual().name("game-locate").start(() -> locate(id, attempt));
    }
  }

  private void locate(UUID id, Attempt attempt) {
    switch (ask(() -> held.locate(id))) {
      case Done<LiveGame>(var game) -> held.play().act(game, attempt);
      case Refused<LiveGame>(var reason, var detail) ->
          attempt.done().accept(new Refused<>(reason, detail));
      case Elsewhere<LiveGame>(var owner) -> attempt.done().accept(new Elsewhere<>(owner));
    }
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
    return ask(
        () -> held.locate(id).then(game -> new Done<>(new Watch(game.topic(), game::state))));
  }

  private GameOutcome<GameView> view(UUID id) {
    return reads.find(id).<GameOutcome<GameView>>map(Done::new).orElseGet(HeldGames::noSuchGame);
  }

  /** Asks PostgreSQL for a game, while it is there, and counts refusals. */
  private <T> GameOutcome<T> ask(Supplier<GameOutcome<T>> asking) {
    var outcome = outcome(asking);
    if (outcome instanceof Refused<T>(var reason, var _)) {
      meters.refused(reason);
    }
    return outcome;
  }

  private <T> GameOutcome<T> outcome(Supplier<GameOutcome<T>> asking) {
    var postgres = around.postgres();
    if (!postgres.up()) {
      return new Refused<>(GameRefusal.UNAVAILABLE, "PostgreSQL is gone: " + postgres.reason());
    }
    try {
      return asking.get();
    } catch (StoreException e) {
      LOG.debug("PostgreSQL did not answer for a game", e);
      return GameStore.isFenced(e)
          ? new Refused<>(GameRefusal.UNAVAILABLE, "The game moves to another node; ask again.")
          : new Refused<>(GameRefusal.OUTCOME_UNKNOWN, "It may have been done: " + e.getMessage());
    }
  }

  @Override
  public void close(Duration deadline) {
    upkeep.stop();
    held.stop();
    try {
      held.play().close(deadline);
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
}
