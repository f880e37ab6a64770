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

  /** Notes where the games cannot be played by the load. */
  void playable(GameShape games, Executor executor, Duration length) {
    games
        .unplayable(executor, length)
        .ifPresent(why -> fields.error(fields.line("games"), "games", why));
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
