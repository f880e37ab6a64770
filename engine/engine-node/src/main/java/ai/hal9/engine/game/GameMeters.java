package ai.hal9.engine.game;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.store.BatchTally;
import ai.hal9.engine.telemetry.Meters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What games are counted by. */
final class GameMeters {

  private final Meters meters;
  private final Meters.Count actions;
  private final Meters.Timing actionTime;
  private final Meters.Timing closeTime;
  private final Meters.Count takenOver;
  private final Map<OpenRound.End, Meters.Count> rounds = new EnumMap<>(OpenRound.End.class);
  private final Map<GameRefusal, Meters.Count> refusals = new ConcurrentHashMap<>();

  GameMeters(Meters meters) {
    this.meters = meters;
    actions = meters.count(MetricCatalogue.GAME_ACTIONS);
    actionTime = meters.timing(MetricCatalogue.GAME_ACTION_TIME);
    closeTime = meters.timing(MetricCatalogue.GAME_CLOSE_TIME);
    takenOver = meters.count(MetricCatalogue.GAMES_TAKEN_OVER);
    for (var end : OpenRound.End.values()) {
      rounds.put(
          end, meters.count(MetricCatalogue.GAME_ROUNDS, end.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Counts the batches of a table. */
  BatchTally tally(String table) {
    var batches = meters.count(MetricCatalogue.GAME_BATCHES, table);
    var errors = meters.count(MetricCatalogue.GAME_STORE_ERRORS);
    return new BatchTally() {
      @Override
      public void committed(Trigger trigger, int count) {
        batches.increment();
      }

      @Override
      public void failed() {
        errors.increment();
      }
    };
  }

  void acted(long nanos) {
    actions.increment();
    actionTime.recordNanos(nanos);
  }

  void scored(OpenRound.End end, long nanos) {
    var count = rounds.get(end);
    if (count != null) {
      count.increment();
    }
    closeTime.recordNanos(nanos);
  }

  void takenOver(int games) {
    takenOver.add(games);
  }

  void refused(GameRefusal reason) {
    refusals
        .computeIfAbsent(
            reason, first -> meters.count(MetricCatalogue.GAME_REFUSALS, first.wireName()))
        .increment();
  }
}
