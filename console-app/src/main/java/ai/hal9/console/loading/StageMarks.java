package ai.hal9.console.loading;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;

/** Marks on every chart where a run's stages begin. */
final class StageMarks {

  private final Scenario scenario;
  private final Consumer<TelemetryEvent> noticed;
  private final Instant run;
  private boolean warmed;
  private int stages;

  StageMarks(Scenario scenario, Instant run, Consumer<TelemetryEvent> noticed) {
    this.scenario = scenario;
    this.run = run.truncatedTo(ChronoUnit.SECONDS);
    this.noticed = noticed;
  }

  /**
   * An interval has ended: whatever began in it is marked at its moment.
   *
   * @param phase the interval's
   * @param end where it ended on the schedule
   * @param at when that was
   */
  void passed(LoadPhase phase, Duration end, Instant at) {
    var measured = at.minus(end);
    if (phase == LoadPhase.WARM_UP && !warmed) {
      warmed = true;
      mark(measured.minus(scenario.warmUp()), "warm-up begins", "warm-up");
    }
    if (phase != LoadPhase.MEASURED) {
      return;
    }
    var all = scenario.executor().stages();
    var begin = Duration.ZERO;
    for (var i = 0; i < all.size(); i++) {
      if (i == stages && begin.compareTo(end) < 0) {
        stages++;
        mark(
            measured.plus(begin),
            "stage %d of %d, to %,d %s in %s"
                .formatted(
                    i + 1,
                    all.size(),
                    all.get(i).target(),
                    LoadStatus.unit(scenario.executor()),
                    Quantity.span(all.get(i).duration())),
            Integer.toString(i + 1));
      }
      begin = begin.plus(all.get(i).duration());
    }
  }

  void steered(long target, Instant at) {
    mark(
        at,
        "steered to %,d %s".formatted(target, LoadStatus.unit(scenario.executor())),
        "steered " + at);
  }

  void followed(Instant at) {
    mark(at, "back to the schedule", "followed " + at);
  }

  void ended(Instant at) {
    mark(at, "load ended", "ended");
  }

  private void mark(Instant at, String what, String stage) {
    noticed.accept(
        new TelemetryEvent(
            EventKind.LOAD_STAGE,
            at,
            scenario.name() + ": " + what,
            Map.of("scenario", scenario.name(), "run", run.toString(), "stage", stage)));
  }
}
