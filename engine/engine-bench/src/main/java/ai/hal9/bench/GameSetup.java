package ai.hal9.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes games and players on a node, before anything is measured. */
final class GameSetup implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int AT_ONCE = 32;

  private final URI node;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Semaphore turns = new Semaphore(AT_ONCE);

  GameSetup(URI node) {
    this.node = node;
  }

  /** A game and its players' ids. */
  record Table(String game, List<String> players) {}

  /** So many games that have begun. */
  List<Table> begun(int games, int players, int rounds, int roundMillis)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made = new ArrayList<Future<Table>>();
      for (var i = 0; i < games; i++) {
        var number = i;
        made.add(threads.submit(() -> begin(number, players, rounds, roundMillis)));
      }
      var tables = new ArrayList<Table>();
      for (var each : made) {
        tables.add(each.get());
      }
      return tables;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a game could not be made", e);
    }
  }

  private Table begin(int number, int players, int rounds, int roundMillis)
      throws IOException, InterruptedException {
    turns.acquire();
    try {
      var game =
          post(
                  "/api/games",
                  "{\"name\":\"bench %d\",\"min_players\":%d,\"max_players\":%d,\"rounds\":%d,\"round_ms\":%d}"
                      .formatted(number, players, players, rounds, roundMillis))
              .path("id")
              .asString();
      var ids = new ArrayList<String>();
      for (var i = 0; i < players; i++) {
        ids.add(
            post("/api/games/" + game + "/players", "{\"name\":\"p" + i + "\"}")
                .path("player_id")
                .asString());
      }
      return new Table(game, ids);
    } finally {
      turns.release();
    }
  }

  /** Posts, and fails unless the answer is a 2xx. */
  JsonNode post(String path, String body) throws IOException, InterruptedException {
    var answer =
        client.send(
            HttpRequest.newBuilder(node.resolve(path)).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body()).path("data");
  }

  /** The bytes of an action's request. */
  static byte[] action(URI node, String game, String player, int side) {
    var body = "{\"player_id\":\"" + player + "\",\"side\":" + side + "}";
    return "POST /api/games/%s/actions HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(game, node.getAuthority(), body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    client.close();
  }
}
