package ai.hal9.sim.report;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.sim.chart.Mark;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.load.StageResult;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.Executor;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Stages and events of a run, in order, numbered for the charts' marks. */
final class Happenings {

  private Happenings() {}

  static List<Mark> of(RunReport report) {
    var found = new ArrayList<Mark>();
    var stages = report.load().stages();
    for (var i = 0; i < stages.size(); i++) {
      found.add(
          new Mark(
              ClientCurves.seconds(stages.get(i).offset()),
              "stage",
              0,
              "Stage %d: %s".formatted(i + 1, stage(report.load().scenario(), stages.get(i)))));
    }
    for (var steering : report.load().steerings()) {
      found.add(
          new Mark(
              ClientCurves.seconds(steering.offset()),
              "steered",
              0,
              steering.target().isPresent()
                  ? "Steered to %,d %s"
                      .formatted(
                          steering.target().getAsLong(), unit(report.load().scenario().executor()))
                  : "Back to the schedule"));
    }
    for (var event : report.server().events()) {
      found.add(
          new Mark(
              ClientCurves.seconds(Duration.between(report.load().startedAt(), event.time())),
              style(event.kind()),
              0,
              title(event)));
    }
    found.sort(Comparator.comparingDouble(Mark::second));
    var numbered = new ArrayList<Mark>();
    for (var mark : found) {
      numbered.add(new Mark(mark.second(), mark.style(), numbered.size() + 1, mark.text()));
    }
    return numbered;
  }

  /** What a stage does, in the scenario's own unit. */
  static String stage(Scenario scenario, StageResult result) {
    return "to %,d %s in %s"
        .formatted(
            result.stage().target(),
            unit(scenario.executor()),
            Quantity.span(result.stage().duration()));
  }

  private static String unit(Executor executor) {
    return switch (executor) {
      case ClosedModel _ -> "users";
      case OpenModel open ->
          open.timeUnit().equals(Duration.ofSeconds(1))
              ? "requests a second"
              : "requests per " + Quantity.span(open.timeUnit());
    };
  }

  private static String title(TelemetryEvent event) {
    var node = event.details().getOrDefault("node", "");
    return node.isEmpty() || event.title().contains(node)
        ? event.title()
        : node + ": " + event.title();
  }

  private static String style(EventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
