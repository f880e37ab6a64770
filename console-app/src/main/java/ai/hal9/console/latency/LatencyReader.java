package ai.hal9.console.latency;

import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.STAGE_TIME;

import ai.hal9.api.signal.Stage;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.chart.CurveData.Curve;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.DistributionCurve;
import ai.hal9.console.series.Heatmap;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.LatencySeries;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.StageWords;
import ai.hal9.console.ui.Tone;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.Readings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads a history's latency the ways the screen shows it. */
record LatencyReader(HistoryStore history) {

  private static final Selection ALL_SIGNALS = Selection.of(PROCESSING_TIME);
  private static final List<Stage> STAGES = List.of(Stage.values());

  /** The nodes heard, by name. */
  List<String> nodes() {
    return history.sources().stream()
        .filter(source -> source.newest().source().kind() == SourceKind.NODE)
        .map(source -> source.name())
        .sorted()
        .toList();
  }

  /** A line for each percentile, and the slowest request. */
  List<Line> percentiles(Axis axis, Scope scope) {
    var latency = history.latency(axis, scope, ALL_SIGNALS);
    var lines = new ArrayList<Line>();
    for (var percentile : Percentile.values()) {
      lines.add(line(percentile.label(), Tone.percentile(percentile.value()), latency, percentile));
    }
    lines.add(
        Line.of("max", "max", Tone.PERCENTILE_MAX, latency.maxSeconds())
            .on(latency.samples(), new BitSet()));
    return lines;
  }

  /**
   * A line for each of some nodes.
   *
   * @param all every node, since a node has its colour by its place among them
   */
  List<Line> byNode(Axis axis, List<String> shown, List<String> all, Percentile percentile) {
    return shown.stream()
        .map(
            node ->
                line(
                    node,
                    Tone.series(all.indexOf(node)),
                    history.latency(axis, Scope.source(node), ALL_SIGNALS),
                    percentile))
        .toList();
  }

  Heatmap heatmap(Axis axis, Scope scope) {
    return history.heatmap(axis, scope, ALL_SIGNALS);
  }

  /** All samples of a window as a curve. */
  Curve curve(String id, String name, Tone tone, Window window, Scope scope) {
    return new Curve(
        id, name, tone, DistributionCurve.of(history.distribution(window, scope, ALL_SIGNALS)));
  }

  /** Where the time of all signals together goes: each stage's share of it. */
  List<Line> stageShares(Axis axis, Scope scope) {
    var totals = STAGES.stream().map(stage -> stage(axis, scope, stage).totalSeconds()).toList();
    var sum =
        totals.stream()
            .reduce((one, other) -> one.with(other, LatencyReader::plus))
            .orElse(Readings.of());
    var lines = new ArrayList<Line>();
    for (var stage : STAGES) {
      var share =
          totals
              .get(STAGES.indexOf(stage))
              .with(sum, (part, whole) -> whole > 0 ? part / whole : Double.NaN);
      if (share.known().anyMatch(value -> value > 0)) {
        lines.add(
            Line.of(
                stage.wireName(), StageWords.of(stage), Tone.series(STAGES.indexOf(stage)), share));
      }
    }
    return lines;
  }

  /** A stage that was never told of takes nothing away from the others. */
  private static double plus(double one, double other) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : one + other;
  }

  /** How long a signal stays in each stage it passes. */
  List<Line> stageTimes(Axis axis, Scope scope, Percentile percentile) {
    var lines = new ArrayList<Line>();
    for (var stage : STAGES) {
      var latency = stage(axis, scope, stage);
      if (latency.maxSeconds().known().findAny().isPresent()) {
        var line = line(stage.wireName(), Tone.series(STAGES.indexOf(stage)), latency, percentile);
        lines.add(
            Line.of(line.id(), StageWords.of(stage), line.tone(), line.values())
                .on(line.samples(), line.weak()));
      }
    }
    return lines;
  }

  private LatencySeries stage(Axis axis, Scope scope, Stage stage) {
    return history.latency(axis, scope, Selection.of(STAGE_TIME).where("stage", stage.wireName()));
  }

  private static Line line(String id, Tone tone, LatencySeries latency, Percentile percentile) {
    var samples = latency.samples();
    var weak = new BitSet();
    for (var i = 0; i < samples.size(); i++) {
      weak.set(i, !latency.supported(i, percentile));
    }
    return Line.of(id, id, tone, latency.seconds(percentile)).on(samples, weak);
  }
}
