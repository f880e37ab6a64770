package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.game.GamesFixture;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.port.FreePorts;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes of games on two nodes over one PostgreSQL and Redis, as clients see them. */
class GamesHttpIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<GamesFixture> GAMES = new ArrayList<>();
  private static final List<FakeNode> NODES = new ArrayList<>();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static TestRedis redis;
  private static URI first;
  private static URI second;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start(folder);
    var database = TestStores.database();
    var ports = FreePorts.several(2);
    first = node("node-1", ports.getFirst(), database);
    second = node("node-2", ports.getLast(), database);
    // A fresh cluster, as the seed's k6 script finds it.
    var empty = get(first, "/api/games");
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(data(empty).path("games").size()).isZero();
  }

  private static URI node(String name, int port, NodeConfig.Database database) throws Exception {
    var self = URI.create("http://127.0.0.1:" + port);
    var games =
        GamesFixture.start(name, self, database, redis.client("http"), "push.batch_ms", "0");
    GAMES.add(games);
    var node = new FakeNode();
    node.self = games.self;
    node.games = games.games;
    node.push = games.push;
    NODES.add(node);
    node.start(FakeNode.limits(port), games.meters);
    return self;
  }

  @BeforeEach
  void defaults() {
    GAMES.getFirst().knobs.set("push.max_clients", "100", "push.compression", "off");
  }

  @AfterAll
  static void stop() {
    NODES.forEach(FakeNode::close);
    GAMES.forEach(GamesFixture::close);
    redis.close();
    CLIENT.shutdownNow();
  }

  @Test
  void game_playedThroughBothNodes_isOneGame() throws Exception {
    var game = create(first, "{\"name\":\"both\",\"min_players\":3,\"rounds\":1}");
    var a = join(first, game, "anna");
    var b = join(second, game, "ben");
    var c = join(second, game, "cleo");
    assertThat(act(second, game, a, 0).statusCode()).isEqualTo(200);
    assertThat(data(act(second, game, b, 1)).path("round").asInt()).isEqualTo(1);
    var twice = act(second, game, b, 1);
    assertThat(twice.statusCode()).isEqualTo(409);
    assertThat(JSON.readTree(twice.body()).path("type").asString())
        .isEqualTo("urn:hal9:problem:already-acted");
    assertThat(act(first, game, c, 0).statusCode()).isEqualTo(200);

    for (var node : List.of(first, second)) {
      await()
          .until(
              () ->
                  data(get(node, "/api/games/" + game))
                      .path("status")
                      .asString()
                      .equals("finished"));
      var best = data(get(node, "/api/games/" + game + "/leaderboard")).path("leaderboard");
      assertThat(best.path(0).path("player").asString()).isEqualTo("ben");
      assertThat(best.path(0).path("score").asInt()).isEqualTo(1);
      var round = data(get(node, "/api/v1/games/" + game + "/rounds")).path("rounds").path(0);
      assertThat(round.path("zeros").asInt()).isEqualTo(2);
      assertThat(round.path("winner").asInt()).isEqualTo(1);
    }
    assertThat(data(get(first, "/api/games/leaderboard")).path("leaderboard").size()).isPositive();
    assertThat(GAMES.getLast().meters.total(MetricCatalogue.GAMES_FORWARDED)).isGreaterThan(3);
  }

  @Test
  void player_whoNamesItsId_mayAskToJoinAgainAtAnyNode() throws Exception {
    var game = create(first, "{\"name\":\"again\",\"min_players\":2}");
    var id = UUID.randomUUID().toString();
    var anna = "{\"player_id\":\"" + id + "\",\"name\":\"anna\"}";
    for (var node : List.of(first, second, first)) {
      var joined = post(node, "/api/games/" + game + "/players", anna);
      assertThat(joined.statusCode()).isEqualTo(201);
      assertThat(data(joined).path("player_id").asString()).isEqualTo(id);
    }
    assertThat(data(get(first, "/api/games/" + game)).path("players").asInt()).isEqualTo(1);
    var other = post(first, "/api/games/" + game + "/players", "{\"name\":\"anna\"}");
    assertThat(other.statusCode()).isEqualTo(409);
    var odd = post(first, "/api/games/" + game + "/players", "{\"player_id\":1,\"name\":\"\"}");
    assertThat(JSON.readTree(odd.body()).path("violations").size()).isEqualTo(2);
  }

  @Test
  void wrongRequests_areToldEveryMistake() throws Exception {
    var created = post(first, "/api/games", "{\"max_players\":0,\"rounds\":\"x\"}");
    assertThat(created.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(created.body()).path("violations").size()).isEqualTo(3);
    assertThat(post(first, "/api/games", "[").statusCode()).isEqualTo(400);
    assertThat(get(first, "/api/games?limit=0").statusCode()).isEqualTo(400);
    assertThat(get(first, "/api/games?status=odd").statusCode()).isEqualTo(400);
    assertThat(get(first, "/api/games/nothing").statusCode()).isEqualTo(404);
    assertThat(get(first, "/api/games/nothing/rounds").statusCode()).isEqualTo(404);
    var game = create(first, "{\"name\":\"wrong\"}");
    var odd = post(first, "/api/games/" + game + "/actions", "{\"side\":2,\"round\":-1}");
    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(odd.body()).path("violations").size()).isEqualTo(3);
    assertThat(post(first, "/api/games/" + game + "/events", "{}").statusCode()).isEqualTo(405);
    assertThat(get(first, "/api/games/" + game + "/events").statusCode()).isEqualTo(426);
  }

  @Test
  void listener_isToldTheGame_andResumesAfterTheLastEventItSaw() throws Exception {
    var game = create(first, "{\"name\":\"told\",\"min_players\":1,\"rounds\":3}");
    var events = new Listener();
    var socket = listen(first, game, null, events);
    assertThat(events.next("state").path("status").asString()).isEqualTo("waiting");
    var player = join(first, game, "dora");
    assertThat(events.next("player_joined").path("player").asString()).isEqualTo("dora");
    assertThat(events.next("round_opened").path("round").asInt()).isEqualTo(1);
    var seen = events.last;
    socket.abort();

    act(first, game, player, 1);
    var again = new Listener();
    var resumed = listen(first, game, seen, again);
    assertThat(again.next("round_closed").path("ones").asInt()).isEqualTo(1);
    assertThat(again.next("round_opened").path("round").asInt()).isEqualTo(2);
    act(first, game, player, 1);
    again.next("round_closed");
    again.next("round_opened");
    act(first, game, player, 0);
    again.next("round_closed");
    assertThat(again.next("game_finished").path("leaderboard").path(0).path("player").asString())
        .isEqualTo("dora");
    await().until(resumed::isInputClosed);
    assertThat(refused(first, game)).isEqualTo(409);
  }

  @Test
  void listener_atAnotherNode_isToldAndResumesAsAtTheOwner() throws Exception {
    var game = create(first, "{\"name\":\"relayed\",\"min_players\":1,\"rounds\":1}");
    var events = new Listener();
    var socket = listen(second, game, null, events);
    assertThat(events.next("state").path("round").asInt()).isZero();
    var player = join(second, game, "elsa");
    events.next("player_joined");
    var seen = events.last;
    socket.abort();

    var again = new Listener();
    var resumed = listen(second, game, seen, again);
    again.next("round_opened");
    assertThat(act(second, game, player, 0).statusCode()).isEqualTo(200);
    assertThat(again.next("round_closed").path("zeros").asInt()).isEqualTo(1);
    again.next("game_finished");
    await().until(resumed::isInputClosed);
    assertThat(refused(second, game)).isEqualTo(409);
    for (var node : GAMES) {
      await().until(() -> node.meters.value(MetricCatalogue.PUSH_CLIENTS) == 0);
    }
  }

  @Test
  void listener_thatIsNone_atAnotherNode_leavesNobodyListeningAtTheOwner() throws Exception {
    var game = create(first, "{\"name\":\"plain\"}");
    var events = second.resolve("/api/games/" + game + "/events");
    assertThat(get(second, events.getPath()).statusCode()).isEqualTo(426);
    var head = HttpRequest.newBuilder(events).HEAD().build();
    assertThat(CLIENT.send(head, BodyHandlers.discarding()).statusCode()).isEqualTo(426);
    assertThat(answer(second, game, "Connection: Upgrade", "Upgrade: websocket"))
        .startsWith("HTTP/1.1 426");
    for (var node : GAMES) {
      await().until(() -> node.meters.value(MetricCatalogue.PUSH_CLIENTS) == 0);
    }
  }

  @Test
  void listener_beyondTheLimit_isRefused_atTheOwnerAndElsewhere() throws Exception {
    var game = create(first, "{\"name\":\"full\"}");
    GAMES.getFirst().knobs.set("push.max_clients", "0");
    assertThat(refused(first, game)).isEqualTo(503);
    assertThat(refused(second, game)).isEqualTo(503);
    GAMES.getFirst().knobs.set("push.max_clients", "1");
    var events = new Listener();
    var socket = listen(first, game, null, events);
    events.next("state");
    assertThat(refused(first, game)).isEqualTo(503);
    socket.abort();
    await().until(() -> GAMES.getFirst().meters.value(MetricCatalogue.PUSH_CLIENTS) == 0);
  }

  @Test
  void compression_isOfferedWhenSwitchedOn_andOnlyThen() throws Exception {
    var game = create(first, "{\"name\":\"deflated\"}");
    assertThat(handshake(game)).doesNotContain("permessage-deflate");
    GAMES.getFirst().knobs.set("push.compression", "on");
    assertThat(handshake(game)).contains("permessage-deflate");
  }

  private static String handshake(String game) throws Exception {
    return answer(
        first,
        game,
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Extensions: permessage-deflate");
  }

  /** The head of what a node answers who asks for a game's events with these headers. */
  private static String answer(URI node, String game, String... headers) throws Exception {
    var head = "GET /api/games/" + game + "/events HTTP/1.1\r\nHost: x\r\n";
    try (var raw = new Socket(node.getHost(), node.getPort())) {
      raw.setSoTimeout(30_000);
      raw.getOutputStream()
          .write((head + String.join("\r\n", headers) + "\r\n\r\n").getBytes(UTF_8));
      var bytes = new byte[4_096];
      var count = raw.getInputStream().read(bytes);
      return new String(bytes, 0, count, UTF_8);
    }
  }

  private static String create(URI node, String body) throws Exception {
    var created = post(node, "/api/games", body);
    assertThat(created.statusCode()).isEqualTo(201);
    return data(created).path("id").asString();
  }

  private static String join(URI node, String game, String name) throws Exception {
    var joined = post(node, "/api/games/" + game + "/players", "{\"name\":\"" + name + "\"}");
    assertThat(joined.statusCode()).isEqualTo(201);
    return data(joined).path("player_id").asString();
  }

  private static HttpResponse<String> act(URI node, String game, String player, int side)
      throws Exception {
    return post(
        node,
        "/api/games/" + game + "/actions",
        "{\"player_id\":\"" + player + "\",\"side\":" + side + "}");
  }

  private static HttpResponse<String> post(URI node, String path, String body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(node.resolve(path)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(URI node, String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(node.resolve(path)).build(), BodyHandlers.ofString());
  }

  private static JsonNode data(HttpResponse<String> response) {
    return JSON.readTree(response.body()).path("data");
  }

  private static WebSocket listen(URI node, String game, @Nullable String after, Listener events) {
    var query = after == null ? "" : "?after=" + after;
    var address = node.resolve("/api/games/" + game + "/events" + query).toString();
    return CLIENT
        .newWebSocketBuilder()
        .buildAsync(URI.create(address.replaceFirst("http", "ws")), events)
        .join();
  }

  /** The status with which a listener is turned away. */
  private static int refused(URI node, String game) {
    try {
      listen(node, game, null, new Listener());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refusal) {
        return refusal.getResponse().statusCode();
      }
    }
    return 0;
  }

  /** The events in the order they came. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private @Nullable String last;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean end) {
      message.append(part);
      if (end) {
        JSON.readTree(message.toString()).path("events").forEach(events::add);
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    JsonNode next(String type) throws InterruptedException {
      var event = events.poll(30, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      assertThat(event.path("type").asString()).isEqualTo(type);
      last = event.path("id").asString();
      return event;
    }
  }
}
