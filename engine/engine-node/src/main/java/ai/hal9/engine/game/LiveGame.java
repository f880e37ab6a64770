package ai.hal9.engine.game;

import ai.hal9.engine.game.EarlyActions.Attempt;
import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.game.GameOutcome.Refused;
import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.push.Topic;
import ai.hal9.engine.store.SignalIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
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
  private static final int TOLD_STANDINGS = 10;

  /** The seats of a finished game, which takes nobody. */
  private static final Seats NOBODY = new Seats();

  /** What ended a round. */
  enum End {
    COMPLETE,
    TIME,
    LEFT
  }

  private final UUID id;
  private final long owner;
  private final GameSettings settings;
  private final Table table;
  private final Topic topic;
  private final ReentrantLock entry = new ReentrantLock();
  private final EarlyActions early = new EarlyActions();
  private Seats seats;
  private GameStatus status;
  private int round;
  private int pending;
  private int zeros;
  private int ones;
  private boolean ended;
  private boolean scoring;
  private boolean doubtful;
  private End end = End.COMPLETE;
  private long endedNanos;
  private long deadlineNanos;
  private volatile int players;

  /**
   * What all games of a node share.
   *
   * @param writes told of what the games write
   * @param roundLength for games that have none of their own
   * @param pool where seats come from and go to
   */
  record Table(
      Writes writes,
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
    this.round = round;
    this.table = table;
    this.topic = topic;
    this.seats = table.pool().take();
    this.deadlineNanos = table.nanoTime().getAsLong() + roundLength().toNanos();
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
    return topic;
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

  /** Whether somebody of this name may join, and if so whether the game begins with them. */
  synchronized GameOutcome<Boolean> mayJoin(String name) {
    if (status == GameStatus.FINISHED) {
      return refused(GameRefusal.FINISHED, "The game is over.");
    }
    if (doubtful) {
      return inDoubt();
    }
    if (seats.hasName(name)) {
      return refused(GameRefusal.NAME_TAKEN, "Somebody in this game has that name.");
    }
    if (seats.count() >= settings.maxPlayers()) {
      return refused(
          GameRefusal.GAME_FULL, "The game takes " + settings.maxPlayers() + " players.");
    }
    return new Done<>(status == GameStatus.WAITING && seats.present() + 1 >= settings.minPlayers());
  }

  /** Adds a player who is stored now. */
  synchronized Games.Joined joined(UUID player, String name, boolean begins) {
    seats.add(player, name, 0, true);
    players = seats.present();
    topic.publish(
        "player_joined",
        json -> json.raw(",\"player\":").quoted(name).raw(",\"players\":" + players));
    if (begins) {
      status = GameStatus.ACTIVE;
      open(1);
    }
    return new Games.Joined(player, name, status, round);
  }

  /** The seat of a player who may leave. */
  synchronized GameOutcome<Integer> mayLeave(UUID player) {
    var seat = seats.of(player);
    if (status == GameStatus.FINISHED) {
      return refused(GameRefusal.FINISHED, "The game is over.");
    }
    if (doubtful) {
      return inDoubt();
    }
    return seat < 0 || !seats.isPresent(seat)
        ? refused(GameRefusal.NOT_A_PLAYER, "This is no player of the game.")
        : new Done<>(seat);
  }

  /** Lets go of a player whose leaving is stored now; returns a round that ends so. */
  synchronized @Nullable RoundRow left(int seat) {
    seats.leave(seat);
    players = seats.present();
    topic.publish(
        "player_left",
        json -> json.raw(",\"player\":").quoted(seats.name(seat)).raw(",\"players\":" + players));
    if (status == GameStatus.ACTIVE && !ended) {
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
      return inDoubt();
    }
    switch (status) {
      case WAITING -> {
        return refused(GameRefusal.NOT_STARTED, "The game waits for players.");
      }
      case FINISHED -> {
        return refused(GameRefusal.FINISHED, "The game is over.");
      }
      case ACTIVE -> {}
    }
    var seat = seats.of(attempt.player());
    if (seat < 0 || !seats.isPresent(seat)) {
      return refused(GameRefusal.NOT_A_PLAYER, "This is no player of the game.");
    }
    if (ended && round < settings.rounds() && attempt.fits(round + 1)) {
      return early.add(attempt) ? new Done<>(Optional.empty()) : alreadyActed(round + 1);
    }
    if (ended) {
      return beingScored();
    }
    if (!attempt.fits(round)) {
      return refused(GameRefusal.ROUND_CLOSED, "Round " + round + " is open.");
    }
    return seats.move(seat) == Seats.Move.NONE
        ? new Done<>(Optional.of(row(seat, attempt)))
        : alreadyActed(round);
  }

  private ActionRow row(int seat, Attempt attempt) {
    var row =
        new ActionRow(
            this,
            table.writes(),
            round,
            seat,
            attempt.player(),
            attempt.side(),
            table.clock().millis(),
            attempt.arrivedNanos(),
            attempt.done());
    seats.pending(seat, row);
    pending++;
    return row;
  }

  /** The actions that came early, once there is nothing any more that they wait for. */
  synchronized List<Attempt> released() {
    return ended && !doubtful && status == GameStatus.ACTIVE ? List.of() : early.take();
  }

  /** The action counts now; returns a round that is complete with it. */
  synchronized @Nullable RoundRow committed(ActionRow row) {
    pending--;
    count(row.seat(), row.side());
    return goOn();
  }

  /** The action does not count; returns a round that waited for this. */
  synchronized @Nullable RoundRow refused(ActionRow row) {
    pending--;
    seats.undone(row.seat());
    return goOn();
  }

  private @Nullable RoundRow goOn() {
    if (ended) {
      return score();
    }
    return seats.allActed() ? end(End.COMPLETE) : null;
  }

  /** Looks at the time; returns a round that is over. */
  synchronized @Nullable RoundRow tick(long nanos) {
    if (pending > 0) {
      for (var row : seats.pendingRows()) {
        if (nanos - row.arrivedNanos() > PATIENCE.toNanos()) {
          row.answer(
              refused(
                  GameRefusal.OUTCOME_UNKNOWN,
                  "PostgreSQL has not committed the action yet; it counts if it does."));
        }
      }
    }
    if (!early.none()) {
      early.refuseOlder(nanos - PATIENCE.toNanos(), beingScored());
    }
    if (status == GameStatus.ACTIVE && !ended && !doubtful && nanos - deadlineNanos >= 0) {
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
    for (var seat = 0; seat < seats.count(); seat++) {
      if (seats.move(seat) == Seats.Move.ACTED) {
        seats.score(seat, row.score().points(seats.side(seat)));
      }
    }
    topic.publish(
        "round_closed",
        json ->
            json.raw(",\"round\":" + row.round())
                .raw(",\"zeros\":" + row.score().zeros())
                .raw(",\"ones\":" + row.score().ones())
                .raw(",\"winner\":" + winner(row.score())));
    if (row.last()) {
      finish();
    } else {
      open(round + 1);
    }
  }

  /** Ends it; what was stored says so already. */
  synchronized void finish() {
    if (status == GameStatus.FINISHED) {
      return;
    }
    status = GameStatus.FINISHED;
    topic.publish(
        "game_finished", json -> standings(json.raw(",\"leaderboard\":"), TOLD_STANDINGS));
    topic.close();
    var free = seats;
    seats = NOBODY;
    players = 0;
    table.pool().give(free);
  }

  /** What could be due since it was loaded: a round that all have acted in. */
  synchronized @Nullable RoundRow resume() {
    if (status != GameStatus.ACTIVE || ended || !seats.allActed()) {
      return null;
    }
    return end(seats.present() == 0 ? End.LEFT : End.COMPLETE);
  }

  /** The round was not scored, and whether it was elsewhere is to be looked up. */
  synchronized void unscored() {
    scoring = false;
    doubtful = true;
  }

  /** What is stored may differ from what is here: nothing is taken until it is loaded anew. */
  synchronized void doubt() {
    doubtful = true;
  }

  /** Whether it may be loaded anew: nothing of it is on its way to be stored. */
  synchronized boolean settledInDoubt() {
    return doubtful && pending == 0 && !scoring;
  }

  /** The round that is open or being scored; 0 before the first. */
  synchronized int round() {
    return round;
  }

  /** What ended the round that is being scored. */
  synchronized End end() {
    return end;
  }

  synchronized long endedNanos() {
    return endedNanos;
  }

  /** How the game is now, for those who come. */
  synchronized void state(JsonBytes json) {
    json.raw(",\"status\":\"").raw(status.wireName());
    json.raw("\",\"round\":" + round).raw(",\"rounds\":" + settings.rounds());
    json.raw(",\"players\":" + players);
    if (status == GameStatus.ACTIVE && !ended) {
      var left = Duration.ofNanos(deadlineNanos - table.nanoTime().getAsLong());
      json.raw(",\"ends_in_ms\":" + Math.max(0, left.toMillis()));
    }
    standings(json.raw(",\"leaderboard\":"), TOLD_STANDINGS);
  }

  private void open(int number) {
    round = number;
    zeros = 0;
    ones = 0;
    ended = false;
    scoring = false;
    seats.nextRound();
    var length = roundLength();
    deadlineNanos = table.nanoTime().getAsLong() + length.toNanos();
    topic.publish(
        "round_opened",
        json -> json.raw(",\"round\":" + round).raw(",\"ends_in_ms\":" + length.toMillis()));
  }

  private @Nullable RoundRow end(End why) {
    ended = true;
    end = why;
    endedNanos = table.nanoTime().getAsLong();
    return score();
  }

  /** The round to be scored, once, when nothing of it is under way any more. */
  private @Nullable RoundRow score() {
    if (pending > 0 || scoring) {
      return null;
    }
    scoring = true;
    var score = new RoundScore(zeros, ones);
    var last = round >= settings.rounds() || seats.present() == 0;
    var winners = new ArrayList<UUID>();
    var totals = new ArrayList<Standing>();
    for (var seat = 0; seat < seats.count(); seat++) {
      var acted = seats.move(seat) == Seats.Move.ACTED;
      var points = acted ? score.points(seats.side(seat)) : 0;
      if (points > 0) {
        winners.add(seats.player(seat));
      }
      if (last) {
        totals.add(new Standing(seats.name(seat), seats.score(seat) + points, 1));
      }
    }
    return new RoundRow(
        this, table.writes(), round, score, last, winners, totals, table.clock().millis());
  }

  private void count(int seat, int side) {
    seats.acted(seat, side);
    if (side == 0) {
      zeros++;
    } else {
      ones++;
    }
  }

  private Duration roundLength() {
    return settings.round().orElseGet(table.roundLength());
  }

  private void standings(JsonBytes json, int limit) {
    json.raw("[");
    var separator = "";
    for (var standing : seats.standings(limit)) {
      json.raw(separator).raw("{\"player\":").quoted(standing.player());
      json.raw(",\"score\":" + standing.score() + "}");
      separator = ",";
    }
    json.raw("]");
  }

  private static String winner(RoundScore score) {
    return score.winner().isPresent() ? Integer.toString(score.winner().getAsInt()) : "null";
  }

  private <T> Refused<T> beingScored() {
    return refused(GameRefusal.ROUND_CLOSED, "Round " + round + " is being scored.");
  }

  private static <T> Refused<T> alreadyActed(int round) {
    return refused(GameRefusal.ALREADY_ACTED, "The player has acted in round " + round + ".");
  }

  private static <T> Refused<T> inDoubt() {
    return refused(
        GameRefusal.UNAVAILABLE, "An earlier request's outcome is being looked up; ask again.");
  }

  private static <T> Refused<T> refused(GameRefusal reason, String detail) {
    return new Refused<>(reason, detail);
  }

  /** The players, best first. */
  synchronized List<Standing> standings(int limit) {
    return seats.standings(limit);
  }
}
