package ai.hal9.sim.fault;

import ai.hal9.sim.SimException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Games that are played beside a load, whatever becomes of them: every player acts, waits and acts
 * again. What was acknowledged is remembered.
 */
final class GamePlay implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int GAMES = 4;
  private static final int PLAYERS = 5;
  private static final int ROUNDS = 10_000;
  private static final int ROUND_MILLIS = 2_000;

  /** Between two actions of a player. */
  private static final long PAUSE_MILLIS = 250;

  private static final int OK = 200;

  private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Move> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<String> games = new ArrayList<>();
  private final HttpClient http;
  private final URI target;

  private GamePlay(URI target) {
    this.target = target;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  /**
   * Opens the games and begins to play.
   *
   * @throws SimException when one cannot be opened
   */
  static GamePlay begin(URI target) throws InterruptedException {
    var play = new GamePlay(target);
    var begun = false;
    try {
      play.open();
      begun = true;
      return play;
    } finally {
      if (!begun) {
        play.close();
      }
    }
  }

  /** The games' ids. */
  List<String> games() {
    return List.copyOf(games);
  }

  /** The actions that were answered with 200. */
  Set<Move> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  /** Ends playing and waits until every action has its outcome. */
  @Override
  public void close() {
    stopped.countDown();
    players.close();
    http.close();
  }

  private void open() throws InterruptedException {
    for (var number = 1; number <= GAMES; number++) {
      var game =
          made(
              "/api/games",
              "id",
              Map.of(
                  "name",
                  "game " + number,
                  "min_players",
                  PLAYERS,
                  "max_players",
                  PLAYERS,
                  "rounds",
                  ROUNDS,
                  "round_ms",
                  ROUND_MILLIS));
      games.add(game);
      for (var player = 0; player < PLAYERS; player++) {
        Map<String, Object> name = Map.of("name", "player " + player);
        var id = made("/api/games/" + game + "/players", "player_id", name);
        var first = player % 2;
        players.execute(() -> play(game, id, first));
      }
    }
  }

  private String made(String path, String field, Map<String, Object> body)
      throws InterruptedException {
    try {
      var response = send(path, body);
      var made = JSON.readTree(response.body()).path("data").path(field).asString("");
      if (!made.isEmpty()) {
        return made;
      }
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
    } catch (IOException | JacksonException e) {
      throw new SimException(SimException.Code.UNREACHABLE, path + " does not answer", e);
    }
  }

  private void play(String game, String player, int first) {
    var path = "/api/games/" + game + "/actions";
    var side = first;
    try {
      while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        act(path, game, player, side);
        side = 1 - side;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is refused or unknown is promised to nobody. */
  private void act(String path, String game, String player, int side) throws InterruptedException {
    try {
      var response = send(path, Map.of("player_id", player, "side", side));
      if (response.statusCode() == OK) {
        JsonNode done = JSON.readTree(response.body()).path("data");
        acknowledged.add(
            new Move(game, done.path("round").asInt(), player, done.path("side").asInt()));
      }
    } catch (IOException | JacksonException _) {
      // a node or the balancer is away: the player tries again
    }
  }

  private HttpResponse<String> send(String path, Map<String, Object> body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(target.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build(),
        BodyHandlers.ofString());
  }
}
