package ai.hal9.engine.game;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.push.Topic;
import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The games of a cluster as one node sees them. A game lives on one node at a time, its owner; what
 * changes a game is answered by its owner alone, what tells of it by any node. All but {@link #act}
 * may block.
 */
public interface Games {

  /**
   * An accepted action.
   *
   * @param round the round it counts in
   */
  record Acted(int round, int side) {}

  /**
   * A place in a game.
   *
   * @param player known to whoever joined alone: who has it acts for the player
   */
  record Joined(UUID player, String name, GameStatus status, int round) {}

  /** Makes a game that this node owns. */
  GameOutcome<GameView> create(GameSettings settings);

  /**
   * Joins; the game begins with the last player it waits for. Who asks again as the same player of
   * the same name has joined already, so that an unknown outcome is settled by asking again.
   *
   * @param player an id that nobody can guess
   */
  GameOutcome<Joined> join(UUID game, UUID player, String name);

  /**
   * Chooses a side; never blocks.
   *
   * @param side 0 or 1
   * @param round the round it is meant for; 0 for the one that is open
   * @param done told once, by any thread, when the action is committed or refused
   */
  void act(UUID game, UUID player, int side, int round, Consumer<GameOutcome<Acted>> done);

  /** Leaves; what was acted counts. A game that all have left is finished. */
  GameOutcome<GameView> leave(UUID game, UUID player);

  /** A game as it was last committed. */
  GameOutcome<GameView> get(UUID game);

  /**
   * Games, newest first.
   *
   * @param status only those; null for all
   * @param before only those made before this one; null for the newest
   */
  GameOutcome<List<GameView>> list(@Nullable GameStatus status, @Nullable UUID before, int limit);

  /** A game's players, best first, those who left too. */
  GameOutcome<List<Standing>> leaderboard(UUID game, int limit);

  /** All players of finished games by name, best first. */
  GameOutcome<List<Standing>> leaderboard(int limit);

  /** A game's closed rounds before one, newest first. */
  GameOutcome<List<PlayedRound>> rounds(UUID game, int before, int limit);

  /** The last so many minutes in which anything happened, newest first. */
  GameOutcome<List<MinuteOfGames>> analytics(int minutes);

  /** Where a game's events are told; its owner alone has that. */
  GameOutcome<Watch> watch(UUID game);

  /**
   * What listening to a game takes.
   *
   * @param state writes how the game is now, for those who come
   */
  record Watch(Topic topic, Consumer<JsonBytes> state) {}

  /**
   * What games need of their node.
   *
   * @param node the node's name
   * @param self where other nodes reach it
   * @param push tells of games
   * @param seed random, of the ids
   */
  record Surroundings(
      Postgres postgres,
      ClusterRedis redis,
      String node,
      Peer self,
      PushHub push,
      LiveTuning tuning,
      Meters meters,
      Events events,
      Clock clock,
      LongSupplier nanoTime,
      long seed) {}

  /** The games of a node; those it owned in an earlier life it plays on. */
  static Games start(Surroundings around) {
    return new OwnedGames(around).start();
  }

  /** Writes what waits, for so long at most, and lets others take the games over. */
  void close(Duration deadline);
}
