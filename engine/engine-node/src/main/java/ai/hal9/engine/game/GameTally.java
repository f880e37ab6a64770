package ai.hal9.engine.game;

import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens in games and adds the counts to the minute's row from time to time, one
 * statement for all games. A node that dies loses what it had not added.
 */
final class GameTally {

  private static final Logger LOG = LoggerFactory.getLogger(GameTally.class);
  private static final String ADD =
      """
      INSERT INTO game_analytics AS a (minute, owner, games_created, games_finished,
        players_joined, actions, rounds, ties) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (minute, owner) DO UPDATE SET
        games_created = a.games_created + excluded.games_created,
        games_finished = a.games_finished + excluded.games_finished,
        players_joined = a.players_joined + excluded.players_joined,
        actions = a.actions + excluded.actions, rounds = a.rounds + excluded.rounds,
        ties = a.ties + excluded.ties
      """;

  private final Postgres postgres;
  private final InstantSource clock;
  private final LongAdder created = new LongAdder();
  private final LongAdder finished = new LongAdder();
  private final LongAdder joined = new LongAdder();
  private final LongAdder actions = new LongAdder();
  private final LongAdder rounds = new LongAdder();
  private final LongAdder ties = new LongAdder();
  private final LongAdder[] all = {created, finished, joined, actions, rounds, ties};

  GameTally(Postgres postgres, InstantSource clock) {
    this.postgres = postgres;
    this.clock = clock;
  }

  void created() {
    created.increment();
  }

  void finished() {
    finished.increment();
  }

  void joined() {
    joined.increment();
  }

  void acted() {
    actions.increment();
  }

  void scored(RoundScore score) {
    rounds.increment();
    if (score.winner().isEmpty()) {
      ties.increment();
    }
  }

  /** Adds what was counted to this minute; kept for the next time when PostgreSQL is gone. */
  void flush(long owner) {
    var counts = new long[all.length];
    var any = 0L;
    for (var i = 0; i < all.length; i++) {
      counts[i] = all[i].sumThenReset();
      any += counts[i];
    }
    if (any == 0) {
      return;
    }
    try {
      add(owner, clock.instant().truncatedTo(ChronoUnit.MINUTES), counts);
    } catch (StoreException e) {
      LOG.debug("analytics of games are added later", e);
      for (var i = 0; i < all.length; i++) {
        all[i].add(counts[i]);
      }
    }
  }

  private void add(long owner, Instant minute, long[] counts) {
    postgres.ask(
        "games-tally",
        connection -> {
          try (var insert = connection.prepareStatement(ADD)) {
            insert.setObject(1, minute.atOffset(ZoneOffset.UTC));
            insert.setLong(2, owner);
            for (var i = 0; i < counts.length; i++) {
              insert.setLong(i + 3, counts[i]);
            }
            return insert.executeUpdate();
          }
        });
  }
}
