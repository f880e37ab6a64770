package ai.hal9.sim.driver;

import ai.hal9.sim.SimException;
import ai.hal9.sim.game.GameApi;
import ai.hal9.sim.game.Seat;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.trust.HomeTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The games made for a run. Closing lets their players leave, which ends them. */
final class OpenedGames implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedGames.class);
  private static final int AT_ONCE = 8;
  private static final long FAREWELL_SECONDS = 15;

  /** Rate limits are of a second. */
  private static final long PAUSE_MILLIS = 1_000;

  /** Of one request in a row: others get what little there is. */
  private static final int MOST_REFUSALS = 30;

  private final ClusterAddress target;
  private final List<LoadUser> users;
  private final Consumer<String> warned;

  /** By their turn. */
  private final Map<Integer, Seat> seats = new ConcurrentSkipListMap<>();

  private OpenedGames(ClusterAddress target, List<LoadUser> users, Consumer<String> warned) {
    this.warned = warned;
    this.target = target;
    this.users = users;
  }

  /**
   * Makes a scenario's games and fills their seats; of one without games there are none.
   *
   * @param users whose players they are, in turn; none: nobody's
   * @param warned told what the user should know
   * @throws SimException when the target refuses
   */
  static OpenedGames of(
      Scenario scenario, ClusterAddress target, List<LoadUser> users, Consumer<String> warned)
      throws InterruptedException {
    var opened = new OpenedGames(target, users, warned);
    if (!scenario.games().played()) {
      return opened;
    }
    var complete = false;
    try {
      opened.open(scenario);
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        opened.close();
      }
    }
  }

  /** The first player of every game, then the second of every game, and so on. */
  List<Seat> seats() {
    return List.copyOf(seats.values());
  }

  private void open(Scenario scenario) throws InterruptedException {
    var shape = scenario.games();
    try (var http = HomeTrust.client()) {
      var api = new GameApi(http, target.url());
      var games =
          all(
              shape.concurrent(),
              i ->
                  api.open(
                      scenario.name() + " " + (i + 1),
                      shape.players(),
                      shape.roundTime(),
                      token(user(i))));
      for (var player = 1; player <= shape.players(); player++) {
        var name = "player " + player;
        var first = (player - 1) * games.size();
        var _ =
            all(
                games.size(),
                i -> {
                  var user = user(first + i);
                  var joined = api.join(games.get(i), name, token(user));
                  // kept at once: who has joined must leave, whatever becomes of the others
                  joined.ifPresent(id -> seats.put(first + i, new Seat(games.get(i), id, user)));
                  return joined;
                });
      }
    }
  }

  private int user(int index) {
    return users.isEmpty() ? 0 : index % users.size();
  }

  private String token(int user) {
    return users.isEmpty() ? "" : users.get(user).token();
  }

  /** Something that is asked of the target; it is empty where the target's rate limit refuses. */
  private interface Question {
    Optional<String> ask(int index) throws InterruptedException;
  }

  /** Does not return before everything asked has its answer: a player who joins late must leave. */
  private List<String> all(int count, Question question) throws InterruptedException {
    var over = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
        Closing _ = over::countDown) {
      var asked =
          IntStream.range(0, count)
              .mapToObj(i -> threads.submit(() -> patiently(question, i, over)))
              .toList();
      var answers = new ArrayList<String>();
      for (var answer : asked) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SimException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends what goes on. */
  private interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  /** Asks again where the target's rate limit refuses, until it is over. */
  private String patiently(Question question, int index, CountDownLatch over)
      throws InterruptedException {
    var pause = 0L;
    for (var refusals = 0; refusals < MOST_REFUSALS; refusals++) {
      if (over.await(pause, TimeUnit.MILLISECONDS)) {
        break;
      }
      var answer = question.ask(index);
      if (answer.isPresent()) {
        return answer.get();
      }
      pause = PAUSE_MILLIS;
    }
    throw new SimException(
        SimException.Code.UNREACHABLE,
        "%s refuses by its rate limits what makes the games; raise them, or play fewer games"
            .formatted(target.url()));
  }

  /** Also after an interrupt: games that nobody plays would keep their node busy. */
  @Override
  public void close() {
    if (seats.isEmpty()) {
      return;
    }
    var interrupted = Thread.interrupted();
    var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    var left = new LongAdder();
    try (var http = HomeTrust.client()) {
      var api = new GameApi(http, target.url());
      seats.values().forEach(seat -> threads.execute(() -> leave(api, seat, left)));
      threads.shutdown();
      var _ = threads.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      threads.shutdownNow();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (left.sum() < seats.size()) {
      warned.accept(
          "%,d of %,d players could not leave; where the cluster goes on, so do their games, by time"
              .formatted(seats.size() - left.sum(), seats.size()));
    }
  }

  private void leave(GameApi api, Seat seat, LongAdder left) {
    try {
      while (!api.leave(seat.game(), seat.player(), token(seat.user()))) {
        Thread.sleep(PAUSE_MILLIS);
      }
      left.increment();
    } catch (SimException e) {
      LOG.debug("a player could not leave", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
