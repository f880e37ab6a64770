package ai.hal9.sim.scenario;

import ai.hal9.api.yaml.Fields;
import java.time.Duration;

/** Reads which games are played. */
final class GamesReader {

  private final Fields fields;

  GamesReader(Fields fields) {
    this.fields = fields;
  }

  GameShape read() {
    return fields.mapping("games").map(this::shape).orElse(GameShape.NONE);
  }

  /** Notes where a game would be over before the load is. */
  void lasts(GameShape games, Executor executor, Duration length) {
    if (!games.played()) {
      return;
    }
    var seconds = length.toMillis() / 1e3;
    var byTime = seconds / games.roundTime().toMillis() * 1e3;
    var byTurns =
        executor instanceof OpenModel open
            ? open.peak() * seconds * 1e3 / open.timeUnit().toMillis() / games.seats()
            : 0;
    if (byTime + byTurns > GameShape.MOST_ROUNDS) {
      fields.error(
          fields.line("games"),
          "games",
          "end after %d rounds, before this load does; let more games, or longer rounds, share it"
              .formatted(GameShape.MOST_ROUNDS));
    }
  }

  private GameShape shape(Fields games) {
    fields.refuse("mix", "has no place beside games, whose players' actions are all the requests");
    games.require("concurrent", "how many games are played at once");
    var usual = GameShape.NONE;
    var shape =
        new GameShape(
            (int) games.number("concurrent", 1, 1, 10_000),
            (int) games.number("players", usual.players(), 3, 1_000),
            games.duration(
                "round-time", usual.roundTime(), Duration.ofMillis(20), Duration.ofHours(1)));
    if (shape.seats() > GameShape.MOST_SEATS) {
      games.error(
          games.line("concurrent"),
          "concurrent",
          "times players must be at most %d, not %d"
              .formatted(GameShape.MOST_SEATS, shape.seats()));
    }
    games.done();
    return shape;
  }
}
