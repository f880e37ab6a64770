package ai.hal9.engine.game;

import ai.hal9.engine.game.EarlyActions.Attempt;
import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.game.OpenRound.End;
import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.push.Topic;
import ai.hal9.engine.store.SignalIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An unfinished game on the node that owns it. A round is open until all players who are here have
 * acted or its time is over; then actions wait until every action under way is settled, the round
 * is scored in one transaction, and the next one opens.
 */
final class LiveGame {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final UUID id;
  private final long owner;
  private final GameSettings settings;
  private final Table table;
  private final GameNews news;
  private final OpenRound open;
  private final ReentrantLock entry = new ReentrantLock();
  private final EarlyActions early = new EarlyActions();
  private Seats seats;
  private GameStatus status;
  private boolean doubtful;
  private volatile int players;

  /**
   * What all games of a node share.
   *
   * @param writes told of what the games write
   * @param refusals told of each action that is refused since it has waited too long
   * @param roundLength for games that have none of their own
   * @param pool where seats come from and go to
   */
  record Table(
      Writes writes,
      Consumer<GameRefusal> refusals,
      Supplier<Duration> roundLength,
      LongSupplier nanoTime,
      InstantSource clock,
      SeatsPool pool) {}

  /** A game as it was loaded, or made, with nobody in it yet. */
  LiveGame(
      UUID id,
      long owner,
      GameSettings settings,
      GameStatus status,
      int round,
      Table table,
      Topic topic) {
    this.id = id;
    this.owner = owner;
    this.settings = settings;
    this.status = status;
    this.table = table;
    this.news = new GameNews(topic);
    this.seats = table.pool().take();
    this.open = new OpenRound(round, nanos() + roundLength().toNanos());
  }

  UUID id() {
    return id;
  }

  /** The number under which this node owns it. */
  long owner() {
    return owner;
  }

  /** When the game was made, in milliseconds since 1970: its id's time. */
  long createdMillis() {
    return SignalIds.millis(id);
  }

  GameSettings settings() {
    return settings;
  }

  Topic topic() {
    return news.topic();
  }

  /** Held by whoever changes who plays, across the write to PostgreSQL. */
  ReentrantLock entry() {
    return entry;
  }

  /** How many are here; one volatile read. */
  int players() {
    return players;
  }

  /** Adds a player who was stored before. */
  synchronized void seat(UUID player, String name, int score, boolean here) {
    seats.add(player, name, score, here);
    players = seats.present();
  }

  /** Adds an action of the open round that was stored before. */
  synchronized void acted(UUID player, int side) {
    var seat = seats.of(player);
    if (seat >= 0 && seats.move(seat) == Seats.Move.NONE) {
      count(seat, side);
    }
  }

  /** What a player was told who is here under this name, or null. */
  synchronized Games.@Nullable Joined joinedBefore(UUID player, String name) {
    var seat = seats.of(player);
    return seat >= 0 && seats.isPresent(seat) && seats.name(seat).equals(name)
        ? place(player, name)
        : null;
  }

  /** Whether a player may join, and if so whether the game begins with them. */
  synchronized GameOutcome<Boolean> mayJoin(UUID player, String name) {
    if (status == GameStatus.FINISHED) {
      return Refusals.finished();
    }
    if (doubtful) {
      return Refusals.inDoubt();
    }
    if (seats.hasName(name)) {
      return Refusals.nameTaken();
    }
    if (seats.of(player) >= 0) {
      return Refusals.playerTaken();
    }
    if (seats.count() >= settings.maxPlayers()) {
      return Refusals.full(settings.maxPlayers());
    }
    return new Done<>(status == GameStatus.WAITING && seats.present() + 1 >= settings.minPlayers());
  }

  /** Adds a player who is stored now; the game may have ended since. */
  synchronized Games.Joined joined(UUID player, String name, boolean begins) {
    if (status == GameStatus.FINISHED) {
      return place(player, name);
    }
    seats.add(player, name, 0, true);
    players = seats.present();
    news.joined(name, players);
    if (begins) {
      status = GameStatus.ACTIVE;
      openRound(1);
    }
    return place(player, name);
  }

  private Games.Joined place(UUID player, String name) {
    return new Games.Joined(player, name, status, open.number());
  }

  /** The seat of a player who may leave. */
  synchronized GameOutcome<Integer> mayLeave(UUID player) {
    var seat = seats.of(player);
    if (status == GameStatus.FINISHED) {
      return Refusals.finished();
    }
    if (doubtful) {
      return Refusals.inDoubt();
    }
    return seat < 0 || !seats.isPresent(seat) ? Refusals.noPlayer() : new Done<>(seat);
  }

  /**
   * Lets go of a player whose leaving is stored now; returns a round that ends so. The game may
   * have ended since.
   */
  synchronized @Nullable RoundRow left(int seat) {
    if (status == GameStatus.FINISHED) {
      return null;
    }
    seats.leave(seat);
    players = seats.present();
    news.left(seats.name(seat), players);
    if (status == GameStatus.ACTIVE && !open.ended()) {
      if (seats.present() == 0) {
        return end(End.LEFT);
      }
      if (seats.allActed()) {
        return end(End.COMPLETE);
      }
    }
    return null;
  }

  /** An action to be written, or why there is none; empty while it waits for the next round. */
  synchronized GameOutcome<Optional<ActionRow>> act(Attempt attempt) {
    if (doubtful) {
      return Refusals.inDoubt();
    }
    switch (status) {
      case WAITING -> {
        return Refusals.notStarted();
      }
      case FINISHED -> {
        return Refusals.finished();
      }
      case ACTIVE -> {}
    }
    var seat = seats.of(attempt.player());
    if (seat < 0 || !seats.isPresent(seat)) {
      return Refusals.noPlayer();
    }
    var round = open.number();
    if (open.ended()) {
      return round < settings.rounds() && attempt.fits(round + 1)
          ? early(attempt, round + 1)
          : Refusals.beingScored(round);
    }
    if (!attempt.fits(round)) {
      return Refusals.open(round);
    }
    return seats.move(seat) == Seats.Move.NONE
        ? new Done<>(Optional.of(row(seat, attempt)))
        : Refusals.alreadyActed(round);
  }

  private GameOutcome<Optional<ActionRow>> early(Attempt attempt, int round) {
    return early.add(attempt) ? new Done<>(Optional.empty()) : Refusals.alreadyActed(round);
  }

  private ActionRow row(int seat, Attempt attempt) {
    var row =
        new ActionRow(
            this,
            table.writes(),
            open.number(),
            seat,
            attempt.player(),
            attempt.side(),
            table.clock().millis(),
            attempt.arrivedNanos(),
            attempt.done());
    seats.pending(seat, row);
    open.begun();
    return row;
  }

  /** The actions that came early, once there is nothing any more that they wait for. */
  synchronized List<Attempt> released() {
    return open.ended() && !doubtful && status == GameStatus.ACTIVE ? List.of() : early.take();
  }

  /** The action counts now; returns a round that is complete with it. */
  synchronized @Nullable RoundRow committed(ActionRow row) {
    open.settled();
    count(row.seat(), row.side());
    return goOn();
  }

  /** The action does not count; returns a round that waited for this. */
  synchronized @Nullable RoundRow refused(ActionRow row) {
    open.settled();
    seats.undone(row.seat());
    return goOn();
  }

  private @Nullable RoundRow goOn() {
    if (open.ended()) {
      return score();
    }
    return seats.allActed() ? end(End.COMPLETE) : null;
  }

  /** Whether the open round's time is over, as seen without a lock. */
  boolean overdue(long nanos) {
    return open.overdue(nanos);
  }

  /** Looks at the time; returns a round that is over. */
  synchronized @Nullable RoundRow tick(long nanos) {
    if (open.anyPending()) {
      for (var row : seats.pendingRows()) {
        if (nanos - row.arrivedNanos() > PATIENCE.toNanos()) {
          row.refuse(Refusals.uncommitted(), table.refusals());
        }
      }
    }
    if (!early.none()) {
      early.refuseOlder(
          nanos - PATIENCE.toNanos(), Refusals.beingScored(open.number()), table.refusals());
    }
    if (status == GameStatus.ACTIVE && !open.ended() && !doubtful && overdue(nanos)) {
      return end(End.TIME);
    }
    return null;
  }

  /** Whether it has waited for players for longer than this. */
  synchronized boolean waitedOver(Duration longest, long nowMillis) {
    return status == GameStatus.WAITING && nowMillis - createdMillis() > longest.toMillis();
  }

  /** The round's score is committed: goes on with the next, or ends. */
  synchronized void scored(RoundRow row) {
    seats.add(row.score());
    news.closed(row.round(), row.score());
    if (row.last()) {
      finish();
    } else {
      openRound(open.number() + 1);
    }
  }

  /** Ends it; what was stored says so already. */
  synchronized void finish() {
    if (status == GameStatus.FINISHED) {
      return;
    }
    status = GameStatus.FINISHED;
    news.finished(seats);
    var free = seats;
    seats = Seats.NONE;
    players = 0;
    table.pool().give(free);
  }

  /** What could be due since it was loaded: a round that all have acted in. */
  synchronized @Nullable RoundRow resume() {
    if (status != GameStatus.ACTIVE || open.ended() || !seats.allActed()) {
      return null;
    }
    return end(seats.present() == 0 ? End.LEFT : End.COMPLETE);
  }

  /** The round was not scored, and whether it was elsewhere is to be looked up. */
  synchronized void unscored() {
    open.unscored();
    doubtful = true;
  }

  /** What is stored may differ from what is here: nothing is taken until it is loaded anew. */
  synchronized void doubt() {
    doubtful = true;
  }

  /** Whether it may be loaded anew: nothing of it is on its way to be stored. */
  synchronized boolean settledInDoubt() {
    return doubtful && !open.anyPending() && !open.scoring();
  }

  /** The round that is open or being scored; 0 before the first. */
  synchronized int round() {
    return open.number();
  }

  /** What ended the round that is being scored. */
  synchronized End end() {
    return open.end();
  }

  synchronized long endedNanos() {
    return open.endedNanos();
  }

  /** How the game is now, for those who come. */
  synchronized void state(JsonBytes json) {
    json.raw(",\"status\":\"").raw(status.wireName());
    json.raw("\",\"round\":" + open.number()).raw(",\"rounds\":" + settings.rounds());
    json.raw(",\"players\":" + players);
    if (status == GameStatus.ACTIVE && !open.ended()) {
      var left = Duration.ofNanos(open.nanosLeft(nanos()));
      json.raw(",\"ends_in_ms\":" + left.toMillis());
    }
    GameNews.standings(json, seats);
  }

  private void openRound(int number) {
    var length = roundLength();
    open.open(number, nanos() + length.toNanos());
    seats.nextRound();
    news.opened(number, length);
  }

  private @Nullable RoundRow end(End why) {
    open.end(why, nanos());
    return score();
  }

  /** The round to be scored, once, when nothing of it is under way any more. */
  private @Nullable RoundRow score() {
    if (!open.startScoring()) {
      return null;
    }
    var score = open.score();
    var last = open.number() >= settings.rounds() || seats.present() == 0;
    return new RoundRow(
        this,
        table.writes(),
        open.number(),
        score,
        last,
        seats.winners(score),
        last ? seats.totals(score) : List.of(),
        table.clock().millis());
  }

  private void count(int seat, int side) {
    seats.acted(seat, side);
    open.count(side);
  }

  private long nanos() {
    return table.nanoTime().getAsLong();
  }

  private Duration roundLength() {
    return settings.round().orElseGet(table.roundLength());
  }
}
