package ai.hal9.sim.fault;

import ai.hal9.sim.SimException;
import ai.hal9.sim.game.GameApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Games that are played beside a load, whatever becomes of them: every player acts, waits and acts
 * again. What was acknowledged is remembered.
 */
final class GamePlay implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int GAMES = 4;
  private static final int PLAYERS = 5;
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final String NOBODY = "";

  /** Between two actions of a player. */
  private static final long PAUSE_MILLIS = 250;

  private static final int OK = 200;

  private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Move> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<String> games = new ArrayList<>();
  private final HttpClient http;
  private final GameApi api;

  private GamePlay(URI target) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    this.api = new GameApi(http, target);
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
      var game = api.open("game " + number, PLAYERS, ROUND, NOBODY).orElseThrow(GamePlay::limited);
      games.add(game);
      for (var player = 0; player < PLAYERS; player++) {
        var id = api.join(game, "player " + player, NOBODY).orElseThrow(GamePlay::limited);
        var first = player % 2;
        players.execute(() -> play(game, id, first));
      }
    }
  }

  private static SimException limited() {
    return new SimException(
        SimException.Code.UNREACHABLE, "the cluster's rate limits refuse what makes the games");
  }

  private void play(String game, String player, int first) {
    var side = first;
    try {
      while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        act(game, player, side);
        side = 1 - side;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is refused or unknown is promised to nobody. */
  private void act(String game, String player, int side) throws InterruptedException {
    try {
      var answer = api.act(game, player, side, NOBODY);
      if (answer.status() == OK) {
        var done = answer.data();
        acknowledged.add(
            new Move(game, done.path("round").asInt(), player, done.path("side").asInt()));
      }
    } catch (SimException _) {
      // a node or the balancer is away: the player tries again
    }
  }
}
