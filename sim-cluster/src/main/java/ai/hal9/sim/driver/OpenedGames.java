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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The games made for a run. Closing lets their players leave, which ends them. */
final class OpenedGames implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedGames.class);
  private static final int AT_ONCE = 8;
  private static final long FAREWELL_SECONDS = 10;

  private final ClusterAddress target;
  private final List<LoadUser> users;
  private final List<Seat> seats = new ArrayList<>();

  private OpenedGames(ClusterAddress target, List<LoadUser> users) {
    this.target = target;
    this.users = users;
  }

  /**
   * Makes a scenario's games and fills their seats; of one without games there are none.
   *
   * @param users whose players they are, in turn; none: nobody's
   * @throws SimException when the target refuses
   */
  static OpenedGames of(Scenario scenario, ClusterAddress target, List<LoadUser> users)
      throws InterruptedException {
    var opened = new OpenedGames(target, users);
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
    return List.copyOf(seats);
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
        seats.addAll(
            all(
                games.size(),
                i -> {
                  var user = user(seats.size() + i);
                  return new Seat(games.get(i), api.join(games.get(i), name, token(user)), user);
                }));
      }
    }
  }

  private int user(int index) {
    return users.isEmpty() ? 0 : index % users.size();
  }

  private String token(int user) {
    return users.isEmpty() ? "" : users.get(user).token();
  }

  /** Something that is asked of the target. */
  private interface Question<T> {
    T ask(int index) throws InterruptedException;
  }

  private static <T> List<T> all(int count, Question<T> question) throws InterruptedException {
    var asked =
        IntStream.range(0, count).<Callable<T>>mapToObj(i -> () -> question.ask(i)).toList();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var answers = new ArrayList<T>();
      for (var answer : threads.invokeAll(asked)) {
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

  /** Also after an interrupt: games that nobody plays would keep their node busy. */
  @Override
  public void close() {
    if (seats.isEmpty()) {
      return;
    }
    var interrupted = Thread.interrupted();
    var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    try (var http = HomeTrust.client()) {
      var api = new GameApi(http, target.url());
      seats.forEach(seat -> threads.execute(() -> leave(api, seat)));
      threads.shutdown();
      if (!threads.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("some games go on without players");
      }
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      threads.shutdownNow();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void leave(GameApi api, Seat seat) {
    try {
      var _ = api.leave(seat.game(), seat.player(), token(seat.user()));
    } catch (SimException e) {
      LOG.debug("a player could not leave", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
