package ai.hal9.engine.http;

import ai.hal9.engine.game.GameSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads the bodies of requests on games; every field that is wrong is named at once. */
final class GameBody {

  /** What the bytes were. */
  sealed interface Read<T> {
    record Right<T>(T value) implements Read<T> {}

    record Wrong<T>(Problem problem) implements Read<T> {}
  }

  /**
   * An action as it was posted.
   *
   * @param round 0 when it was not named
   */
  record Action(UUID player, int side, int round) {}

  /**
   * Who wants to join.
   *
   * @param player of the client's own choice, or drawn here where it named none
   */
  record Joining(UUID player, String name) {}

  private static final int FEWEST_PLAYERS = 3;
  private static final int DEFAULT_PLAYERS = 100;
  private static final int DEFAULT_ROUNDS = 10;

  private final JsonNode root;
  private final List<Map<String, String>> wrong = new ArrayList<>();

  private GameBody(JsonNode root) {
    this.root = root;
  }

  /** Reads what a body says. */
  @FunctionalInterface
  interface Reading<T> {
    T from(GameBody body);
  }

  static <T> Read<T> read(byte[] bytes, int length, Reading<T> reading) {
    return switch (JsonBody.read(bytes, length)) {
      case JsonBody.Read.Tree(var root) -> new GameBody(root).read(reading);
      case JsonBody.Read.Wrong(var problem) -> new Read.Wrong<>(problem);
    };
  }

  private <T> Read<T> read(Reading<T> reading) {
    try {
      var value = reading.from(this);
      if (wrong.isEmpty()) {
        return new Read.Right<>(value);
      }
    } catch (IllegalArgumentException e) {
      if (wrong.isEmpty()) {
        wrong("body", String.valueOf(e.getMessage()));
      }
    }
    return new Read.Wrong<>(
        new Problem(400, "invalid-field", "The request cannot be read.", Duration.ZERO, wrong));
  }

  /** The settings of a new game; only its name must be given. */
  GameSettings settings() {
    var name = name();
    var most = number("max_players", 1, GameSettings.MOST_PLAYERS, DEFAULT_PLAYERS);
    var fewest = number("min_players", 1, most, Math.min(FEWEST_PLAYERS, most));
    var rounds = number("rounds", 1, GameSettings.MOST_ROUNDS, DEFAULT_ROUNDS);
    var length =
        number(
            "round_ms",
            Math.toIntExact(GameSettings.SHORTEST_ROUND.toMillis()),
            Math.toIntExact(GameSettings.LONGEST_ROUND.toMillis()),
            0);
    var round = length == 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofMillis(length));
    return new GameSettings(name, fewest, most, rounds, round);
  }

  /** The name of a player or a game. */
  String name() {
    var node = root.path("name");
    if (!node.isString()
        || node.asString().isBlank()
        || node.asString().length() > GameSettings.LONGEST_NAME) {
      wrong("name", "must be a string of 1 to " + GameSettings.LONGEST_NAME + " characters");
      return "";
    }
    return node.asString().strip();
  }

  /** An action. */
  Action action() {
    var side = root.path("side");
    if (!side.isIntegralNumber() || side.asInt(-1) < 0 || side.asInt(-1) > 1) {
      wrong("side", "must be 0 or 1");
    }
    return new Action(player(), side.asInt(0), number("round", 1, GameSettings.MOST_ROUNDS, 0));
  }

  /** Who wants to join. */
  Joining joining() {
    var id = root.path("player_id");
    var player =
        id.isMissingNode() || id.isNull() ? UUID.randomUUID() : player("must be a random UUID");
    return new Joining(player, name());
  }

  /** The player that speaks. */
  UUID player() {
    return player("must be the id that joining gave");
  }

  private UUID player(String rule) {
    try {
      return UUID.fromString(root.path("player_id").asString(""));
    } catch (IllegalArgumentException e) {
      wrong("player_id", rule);
      return new UUID(0, 0);
    }
  }

  private int number(String field, int least, int most, int absent) {
    var node = root.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return absent;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.asInt() < least
        || node.asInt() > most) {
      wrong(field, "must be a whole number from " + least + " to " + most);
      return absent;
    }
    return node.asInt();
  }

  private void wrong(String field, String message) {
    wrong.add(Problem.violation("field", field, "message", message));
  }
}
