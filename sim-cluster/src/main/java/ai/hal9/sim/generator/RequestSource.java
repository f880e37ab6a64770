package ai.hal9.sim.generator;

import ai.hal9.sim.game.Seat;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.RequestTemplate;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws what to send: a template of the mix, as each known user has it, a content, a user; or, of a
 * scenario of games, a side for the player whose turn it is. One loop's draws are one seeded
 * sequence; the tables behind them are shared.
 */
final class RequestSource {

  private static final int SIDES = 2;

  /**
   * What all loops share.
   *
   * @param actions of each seat, by side; empty but for a scenario of games
   */
  record Tables(
      List<List<RenderedRequest>> requests,
      AliasTable mix,
      AliasTable contents,
      int users,
      List<List<RenderedRequest>> actions) {

    static Tables of(
        Scenario scenario, URI target, List<LoadUser> users, List<Seat> seats, String run) {
      var mix = scenario.mix();
      var data = scenario.data();
      return new Tables(
          mix.stream()
              .map(
                  template ->
                      users.isEmpty() || template.authorized()
                          ? List.of(RenderedRequest.of(template, target, data, run, null))
                          : users.stream()
                              .map(user -> RenderedRequest.of(template, target, data, run, user))
                              .toList())
              .toList(),
          AliasTable.of(mix.size(), i -> mix.get(i).weight()),
          AliasTable.zipf(needsContents(mix) ? data.distinctContents() : 1, data.zipfExponent()),
          data.users(),
          seats.stream()
              .map(
                  seat ->
                      IntStream.range(0, SIDES)
                          .mapToObj(
                              side -> RequestTemplate.action(seat.game(), seat.player(), side))
                          .map(
                              action ->
                                  RenderedRequest.of(action, target, data, run, of(seat, users)))
                          .toList())
              .toList());
    }

    private static @Nullable LoadUser of(Seat seat, List<LoadUser> users) {
      return users.isEmpty() ? null : users.get(seat.user());
    }

    private static boolean needsContents(List<RequestTemplate> mix) {
      return mix.stream()
          .anyMatch(
              template ->
                  (template.path() + template.headers() + template.body())
                      .contains(RequestTemplate.CONTENT));
    }
  }

  private final Tables tables;
  private final SplittableRandom random;
  private final int stride;
  private long sequence;

  RequestSource(Tables tables, long seed, int loop, int loops) {
    this.tables = tables;
    this.random = new SplittableRandom(seed * 31 + loop);
    this.stride = loops;
    this.sequence = loop;
  }

  /**
   * Sends the next request.
   *
   * @param user who sends it; negative to draw one
   */
  void send(Connection connection, int user) {
    var actions = tables.actions();
    if (!actions.isEmpty()) {
      // sequences of all loops together are without gaps, so everyone acts once before anyone again
      var turn = (int) (sequence % actions.size());
      connection.send(actions.get(turn).get(random.nextInt(SIDES)), 0, 0, sequence);
      sequence += stride;
      return;
    }
    var requests = tables.requests();
    var template =
        requests.size() == 1 ? requests.getFirst() : requests.get(tables.mix().draw(random));
    var content = tables.contents().draw(random);
    var asker = user < 0 ? random.nextInt(tables.users()) : user % tables.users();
    connection.send(template.get(asker % template.size()), content, asker, sequence);
    sequence += stride;
  }

  /** A number in [0, 1). */
  double share() {
    return random.nextDouble();
  }
}
