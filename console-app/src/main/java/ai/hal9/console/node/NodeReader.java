package ai.hal9.console.node;

import static ai.hal9.api.metric.MetricCatalogue.CACHE_HITS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static ai.hal9.api.metric.MetricCatalogue.HEAP_USED;
import static ai.hal9.api.metric.MetricCatalogue.HTTP_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.PROCESS_CPU;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.ui.Tone;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.Readings;
import java.util.BitSet;
import java.util.List;

/** Reads one node's numbers beside the cluster's, which are those of a node on average. */
record NodeReader(HistoryStore history, String name) {

  /** A line of the node, and one of the cluster. */
  List<Line> lines(Measure measure, Axis axis) {
    if (measure == Measure.P99) {
      return List.of(latency(axis, true), latency(axis, false));
    }
    return List.of(
        Line.of("node", name, Tone.SERIES_1, read(measure, axis, true)),
        Line.of("cluster", measure.cluster(), Tone.MUTED, read(measure, axis, false)));
  }

  /** One value a column. */
  Readings read(Measure measure, Axis axis, boolean ofNode) {
    var scope = ofNode ? Scope.source(name) : Scope.cluster();
    return switch (measure) {
      case P99 ->
          history.latency(axis, scope, Selection.of(PROCESSING_TIME)).seconds(Percentile.P99);
      case REQUESTS -> rate(HTTP_REQUESTS, axis, ofNode);
      case CPU -> rate(PROCESS_CPU, axis, ofNode);
      case HITS ->
          history.ratio(axis, scope, Selection.of(CACHE_HITS), Selection.of(CACHE_REQUESTS));
      case POOL ->
          history
              .gauge(axis, scope, Selection.of(DB_ACTIVE), Across.SUM)
              .mean()
              .with(
                  history.gauge(axis, scope, Selection.of(DB_MAX), Across.SUM).mean(),
                  (used, most) -> used / most);
      case HEAP -> history.gauge(axis, scope, Selection.of(HEAP_USED), Across.MEAN).mean();
    };
  }

  private Readings rate(Metric metric, Axis axis, boolean ofNode) {
    if (ofNode) {
      return history.rate(axis, Scope.source(name), Selection.of(metric));
    }
    var nodes =
        history.sources().stream()
            .filter(source -> source.newest().source().kind() == SourceKind.NODE)
            .map(source -> history.rate(axis, Scope.source(source.name()), Selection.of(metric)))
            .map(rate -> rate.map(value -> Double.isNaN(value) ? 0 : 1))
            .reduce((one, other) -> one.with(other, Double::sum));
    return history
        .rate(axis, Scope.cluster(), Selection.of(metric))
        .with(
            nodes.orElseGet(() -> Readings.of(new double[axis.count()])),
            (all, counted) -> counted == 0 ? Double.NaN : all / counted);
  }

  private Line latency(Axis axis, boolean ofNode) {
    var scope = ofNode ? Scope.source(name) : Scope.cluster();
    var latency = history.latency(axis, scope, Selection.of(PROCESSING_TIME));
    var samples = latency.samples();
    var weak = new BitSet();
    for (var i = 0; i < samples.size(); i++) {
      weak.set(i, !latency.supported(i, Percentile.P99));
    }
    return Line.of(
            ofNode ? "node" : "cluster",
            ofNode ? name : Measure.P99.cluster(),
            ofNode ? Tone.SERIES_1 : Tone.MUTED,
            latency.seconds(Percentile.P99))
        .on(samples, weak);
  }
}
