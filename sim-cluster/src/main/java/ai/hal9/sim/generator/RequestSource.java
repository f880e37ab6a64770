package ai.hal9.sim.generator;

import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.RequestTemplate;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws what to send: a template of the mix, as each known user has it, a content, a user. One
 * loop's draws are one seeded sequence; the tables behind them are shared.
 */
final class RequestSource {

  /** What all loops share. */
  record Tables(
      List<List<RenderedRequest>> requests, AliasTable mix, AliasTable contents, int users) {

    static Tables of(Scenario scenario, URI target, List<LoadUser> users, String run) {
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
          data.users());
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
