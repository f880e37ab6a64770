package ai.hal9.engine.game;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Actions that came while a round was being scored: PostgreSQL tells everyone of the next round a
 * moment before its owner takes actions in it. One a player. Not safe for use by many threads.
 */
final class EarlyActions {

  private final Map<UUID, Attempt> waiting = new LinkedHashMap<>();

  /**
   * An action somebody asks for.
   *
   * @param round the round it is meant for; 0 for the one that is open
   * @param done told once what became of it
   */
  record Attempt(
      UUID player,
      int side,
      int round,
      long arrivedNanos,
      Consumer<GameOutcome<Games.Acted>> done) {

    /** Whether it may count in a round. */
    boolean fits(int other) {
      return round == 0 || round == other;
    }
  }

  /** Keeps an action; false when one of the player's waits already. */
  boolean add(Attempt attempt) {
    return waiting.putIfAbsent(attempt.player(), attempt) == null;
  }

  /** Whether none waits. */
  boolean none() {
    return waiting.isEmpty();
  }

  /** All that wait, in the order they came; none waits then. */
  List<Attempt> take() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    var all = List.copyOf(waiting.values());
    waiting.clear();
    return all;
  }

  /**
   * Refuses those that came before a moment.
   *
   * @param counted told of each before it is refused
   */
  void refuseOlder(
      long nanos, GameOutcome.Refused<Games.Acted> refusal, Consumer<GameRefusal> counted) {
    waiting
        .values()
        .removeIf(
            attempt -> {
              var old = attempt.arrivedNanos() - nanos < 0;
              if (old) {
                counted.accept(refusal.reason());
                attempt.done().accept(refusal);
              }
              return old;
            });
  }
}
