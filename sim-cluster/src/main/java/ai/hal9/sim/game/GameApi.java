package ai.hal9.sim.game;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.scenario.GameShape;
import ai.hal9.sim.telemetry.NodeAnswer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code /api/games/…} of a target. An empty token shows none. */
public final class GameApi {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;

  private final HttpClient http;
  private final String url;

  public GameApi(HttpClient http, URI target) {
    this.http = http;
    this.url = target.toString().replaceAll("/+$", "") + "/api/games";
  }

  /**
   * Makes a game of {@link GameShape#MOST_ROUNDS} rounds, which begins when all its players have
   * joined.
   *
   * @param round how long a round waits for players
   * @return its id; empty where a rate limit refuses
   * @throws ai.hal9.sim.SimException when it is refused, or there is no answer
   */
  public Optional<String> open(String name, int players, Duration round, String token)
      throws InterruptedException {
    return made(
        "",
        "id",
        Map.of(
            "name",
            name,
            "min_players",
            players,
            "max_players",
            players,
            "rounds",
            GameShape.MOST_ROUNDS,
            "round_ms",
            round.toMillis()),
        token);
  }

  /**
   * Joins a game.
   *
   * @return the player's id; empty where a rate limit refuses
   * @throws ai.hal9.sim.SimException when it is refused, or there is no answer
   */
  public Optional<String> join(String game, String name, String token) throws InterruptedException {
    return made("/" + game + "/players", "player_id", Map.of("name", name), token);
  }

  /**
   * Chooses a side in the round that is open.
   *
   * @throws ai.hal9.sim.SimException when there is no answer
   */
  public NodeAnswer act(String game, String player, int side, String token)
      throws InterruptedException {
    return post("/" + game + "/actions", Map.of("player_id", player, "side", side), token);
  }

  /**
   * Leaves a game, which is over when all have.
   *
   * @return whether the player is in the game no longer; false where a rate limit refuses
   * @throws ai.hal9.sim.SimException when it is refused otherwise, or there is no answer
   */
  public boolean leave(String game, String player, String token) throws InterruptedException {
    var answer = post("/" + game + "/leave", Map.of("player_id", player), token);
    return switch (answer.status()) {
      case OK, NOT_FOUND, CONFLICT -> true;
      case TOO_MANY -> false;
      default -> throw answer.refused();
    };
  }

  private Optional<String> made(String path, String field, Map<String, Object> body, String token)
      throws InterruptedException {
    var answer = post(path, body, token);
    if (answer.status() == TOO_MANY) {
      return Optional.empty();
    }
    var made = answer.json().path("data").path(field).asString("");
    if (made.isEmpty()) {
      throw answer.refused();
    }
    return Optional.of(made);
  }

  private NodeAnswer post(String path, Map<String, Object> body, String token)
      throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(SimJson.LINE.writeValueAsString(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return NodeAnswer.to(request.build(), http);
  }
}
