package ai.hal9.sim.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.game.Seat;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.ClusterAddress;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has joined leaves again, however the making of games ends. */
class OpenedGamesTest {

  private static final int GAMES = 12;
  private static final int PLAYERS = 3;

  private final Set<String> joined = ConcurrentHashMap.newKeySet();
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final List<String> warnings = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile int refusedFrom = Integer.MAX_VALUE;
  private volatile int leaving = 200;
  private volatile boolean holding;

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/games", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
  }

  @Test
  void games_closed_areLeftByAll() throws Exception {
    try (var games = open()) {
      assertThat(games.seats()).hasSize(GAMES * PLAYERS);
      assertThat(games.seats().subList(0, GAMES)).extracting(Seat::game).doesNotHaveDuplicates();
    }
    assertThat(left).hasSize(GAMES * PLAYERS).isEqualTo(joined);
    assertThat(warnings).isEmpty();
  }

  @Test
  void makingThem_refusedByARateLimit_goesOn() throws Exception {
    refusedFrom = GAMES + 5;
    open().close();
    assertThat(joined).hasSize(GAMES * PLAYERS);
    assertThat(left).isEqualTo(joined);
  }

  @Test
  void makingThem_interrupted_isLeftByWhoHadJoined() throws Exception {
    holding = true;
    try (var opening = Executors.newSingleThreadExecutor()) {
      var opened = opening.submit(this::open);
      await().until(() -> held.get() > 0);
      opening.shutdownNow();
      released.countDown();
      assertThat(opened).failsWithin(Duration.ofSeconds(20));
    }
    assertThat(left).isNotEmpty().isEqualTo(joined);
  }

  @Test
  void players_whoCannotLeave_areTold() throws Exception {
    var games = open();
    leaving = 503;
    games.close();
    assertThat(warnings).singleElement().asString().startsWith("36 of 36 players could not leave");
  }

  private OpenedGames open() throws InterruptedException {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return OpenedGames.of(scenario(), new ClusterAddress(url, ""), List.of(), warnings::add);
  }

  private static Scenario scenario() {
    var text =
        """
        executor: constant-arrival-rate
        rate: 60
        duration: 3s
        games: {concurrent: %d, players: %d}
        """
            .formatted(GAMES, PLAYERS);
    return ((ScenarioReading.Accepted) ScenarioFiles.read("games", text)).scenario();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = SimJson.LINE.readTree(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    var path = exchange.getRequestURI().getPath();
    var number = asked.incrementAndGet();
    if (number >= refusedFrom && number < refusedFrom + 5) {
      send(exchange, 429, "{}");
    } else if (path.endsWith("/players")) {
      // the last player's, who begins the game
      if (holding && body.path("name").asString().equals("player " + PLAYERS)) {
        held.incrementAndGet();
        hold();
      }
      joined.add("p" + number);
      send(exchange, 201, "{\"data\":{\"player_id\":\"p%d\"}}".formatted(number));
    } else if (path.endsWith("/leave")) {
      if (leaving == 200) {
        left.add(body.path("player_id").asString());
      }
      send(exchange, leaving, "{}");
    } else {
      send(exchange, 201, "{\"data\":{\"id\":\"g%d\"}}".formatted(number));
    }
  }

  private void hold() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
