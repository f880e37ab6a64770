package ai.hal9.console.shell;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.console.ui.Health;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.chart.TimeScale;
import ai.hal9.sim.command.DemoLoad;
import ai.hal9.sim.command.DemoLoad.End;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** A demo's load in words: what its clients see while it goes on, then what came of it. */
final class DemoModel {

  private final DemoLoad load;
  private final ReadOnlyStringWrapper stage = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper figures = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Health> health = new ReadOnlyObjectWrapper<>(Health.UNKNOWN);

  DemoModel(DemoLoad load) {
    this.load = load;
    look();
  }

  /** Where the load is: {@code Demo load, 0:34 of 1:00}. */
  ReadOnlyStringProperty stage() {
    return stage.getReadOnlyProperty();
  }

  /** What its clients see. */
  ReadOnlyStringProperty figures() {
    return figures.getReadOnlyProperty();
  }

  /** How its thresholds stand. */
  ReadOnlyObjectProperty<Health> health() {
    return health.getReadOnlyProperty();
  }

  /** Looks how it stands. */
  void look() {
    var state = load.state();
    switch (state.end().orElse(null)) {
      case null -> goingOn(state);
      case End.Measured measured -> measured(measured);
      case End.Failed(var why) -> {
        stage.set("Demo load failed");
        figures.set(why);
        health.set(Health.BAD);
      }
    }
  }

  private void goingOn(DemoLoad.State state) {
    if (state.latest().isEmpty()) {
      stage.set("Demo load");
      figures.set("about to begin");
      return;
    }
    var interval = state.latest().get();
    stage.set(stage(state, interval));
    figures.set(
        line(
            Quantity.RATE.text(interval.throughput()),
            interval.responseTime(),
            interval.counts().failed(),
            interval.counts().dropped()));
    health.set(judged(state.thresholds()));
  }

  private static String stage(DemoLoad.State state, LoadInterval interval) {
    var at = TimeScale.clock(interval.offset().toMillis() / 1e3);
    return switch (interval.phase()) {
      case WARM_UP -> "Demo load, warm-up";
      case DRAINING -> "Demo load, finishing";
      default ->
          "Demo load, %s of %s"
              .formatted(at, TimeScale.clock(measured(state.scenario()).toMillis() / 1e3));
    };
  }

  private void measured(End.Measured measured) {
    var result = measured.report().load();
    stage.set(
        "Demo load done"
            + (result.passed() ? "" : ", threshold missed")
            + (result.validity() instanceof Validity.Invalid ? ", figures not valid" : ""));
    figures.set(
        line(
                Quantity.RATE.text(result.throughput()),
                result.responseTime(),
                result.counts().failed(),
                result.counts().dropped())
            + "   report in "
            + measured.page().toAbsolutePath());
    health.set(result.passed() ? Health.GOOD : Health.BAD);
  }

  private static String line(String rate, LatencyHistogram latency, long failed, long dropped) {
    return "%s   p50 %s   p99 %s at the client   failed %s   dropped %s"
        .formatted(
            rate,
            latency.count() == 0
                ? Quantity.UNKNOWN
                : Quantity.LATENCY.text((double) latency.micros(50)),
            latency.supports(99)
                ? Quantity.LATENCY.text((double) latency.micros(99))
                : Quantity.UNKNOWN,
            Quantity.exact(failed),
            Quantity.exact(dropped));
  }

  private static Duration measured(Scenario scenario) {
    return scenario.length().minus(scenario.warmUp());
  }

  private static Health judged(List<ThresholdVerdict> thresholds) {
    if (thresholds.isEmpty()) {
      return Health.UNKNOWN;
    }
    return thresholds.stream().anyMatch(ThresholdVerdict::missed) ? Health.BAD : Health.GOOD;
  }
}
