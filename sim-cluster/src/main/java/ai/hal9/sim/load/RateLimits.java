package ai.hal9.sim.load;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import java.util.Map;
import java.util.Optional;

/**
 * The rate limits of a cluster's nodes.
 *
 * @param on whether they hold at all
 * @param node requests a second that a node takes from everyone
 * @param user requests a second that one user gets from all nodes
 */
public record RateLimits(boolean on, long node, long user) {

  /**
   * Those of a cluster whose parameters have these values, by key; defaults where one is absent.
   */
  public static RateLimits of(Map<String, String> tuning) {
    return new RateLimits(
        value(tuning, TuningCatalogue.RATE_LIMITING).equals("on"),
        Long.parseLong(value(tuning, TuningCatalogue.RATE_GLOBAL)),
        Long.parseLong(value(tuning, TuningCatalogue.RATE_USER)));
  }

  private static String value(Map<String, String> tuning, TuningParameter parameter) {
    return tuning.getOrDefault(parameter.key(), parameter.defaultValue());
  }

  /** In words. */
  public String words() {
    return on
        ? "a node takes %,d requests a second, and a user gets %,d".formatted(node, user)
        : "off (in the profile production %s requests a second a node, %s a user)"
            .formatted(
                TuningCatalogue.RATE_GLOBAL.defaultValue(),
                TuningCatalogue.RATE_USER.defaultValue());
  }

  /**
   * What a user should know before a scenario is run: that the limits may refuse some of it, and
   * what to do.
   *
   * @param nodes of the cluster; at least 1
   * @param known as how many users, by their tokens, its requests are sent; 0: as nobody
   */
  public Optional<String> warning(Scenario scenario, int nodes, int known) {
    if (!on) {
      return Optional.empty();
    }
    var remedy =
        "raise %s and %s above the load, or set %s to off, and expect 429s otherwise"
            .formatted(
                TuningCatalogue.RATE_GLOBAL.key(),
                TuningCatalogue.RATE_USER.key(),
                TuningCatalogue.RATE_LIMITING.key());
    return switch (scenario.executor()) {
      case ClosedModel _ ->
          Optional.of(
              "rate limits are on (%s), and users ask as fast as they are answered; %s"
                  .formatted(words(), remedy));
      case OpenModel open -> {
        var peak = open.peak() * 1e3 / open.timeUnit().toMillis();
        yield peak > (double) node * nodes || peak > (double) user * askers(scenario, known)
            ? Optional.of(
                "rate limits are on (%s), and up to %,.0f requests a second come; %s"
                    .formatted(words(), peak, remedy))
            : Optional.empty();
      }
    };
  }

  /** How many users the nodes tell apart. */
  private static long askers(Scenario scenario, int known) {
    var games = scenario.games();
    if (known > 0) {
      return Math.min(known, games.played() ? games.seats() : scenario.data().users());
    }
    // a signal names its user; who plays without a token is told from others by address alone
    return games.played() ? 1 : scenario.data().users();
  }
}
