package ai.hal9.sim.bench;

import ai.hal9.sim.scenario.Check;
import ai.hal9.sim.scenario.ConstantVus;
import ai.hal9.sim.scenario.DataShape;
import ai.hal9.sim.scenario.GameShape;
import ai.hal9.sim.scenario.RequestTemplate;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The load of every measurement: a fixed number of users, each asking again as soon as it is
 * answered, so that either mode is asked for exactly what it can do and neither drowns in a backlog
 * that the other's speed would set.
 */
public final class BenchScenario {

  /** Time for connections, compiled code and, where there is one, a cache to warm. */
  public static final Duration WARM_UP = Duration.ofSeconds(5);

  /** How long a request may take, at the end of a measurement as within it. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final DataShape DATA = new DataShape(5_000, 1.1, 256, 1_000);

  private BenchScenario() {}

  /**
   * The scenario of one measurement.
   *
   * @param users number of users
   * @param length without warm-up
   * @param mode whose turn it is
   * @param round counted from 1; with the mode it is part of every content, so that no measurement
   *     finds answers that another left in a cache
   */
  public static Scenario of(int users, Duration length, Mode mode, int round) {
    var contents = "bench %d %s %s".formatted(round, mode.label(), RequestTemplate.CONTENT);
    return new Scenario(
        "bench-%s-%d".formatted(mode.label(), round),
        "seed 1's table, %s, round %d".formatted(mode.label(), round),
        new ConstantVus(users, length),
        WARM_UP,
        TIMEOUT,
        Duration.ZERO,
        users,
        0,
        TIMEOUT,
        9L + round,
        List.of(
            new RequestTemplate(
                "signal",
                1,
                "POST",
                "/api/v1/signal",
                Map.of("Content-Type", "application/json"),
                "{\"content\":\"%s\",\"user_id\":\"%s\"}".formatted(contents, RequestTemplate.USER),
                List.of(new Check.StatusIs(200)))),
        DATA,
        GameShape.NONE,
        List.of());
  }
}
