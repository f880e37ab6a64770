package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.sim.scenario.Scenario;
import java.util.function.Predicate;

/** What a run's requests are to the nodes, and by which metrics they tell of it. */
@SuppressWarnings("ImmutableEnumChecker") // Metrics and these predicates never change.
enum Work {
  /** Signals. */
  SIGNALS(
      "processing",
      "Processing time",
      "all nodes merged",
      MetricCatalogue.PROCESSING_TIME,
      MetricCatalogue.SIGNALS_PROCESSED,
      MetricCatalogue.SIGNALS_FAILED,
      seriesOf(MetricCatalogue.SIGNALS_STORED),
      seriesOf(MetricCatalogue.BATCHES)),

  /** Players' actions, each told of by the node that has its game, whoever took the request. */
  ACTIONS(
      "action",
      "Action time",
      "from arrival at the game's node to commit, all nodes merged",
      MetricCatalogue.GAME_ACTION_TIME,
      MetricCatalogue.GAME_ACTIONS,
      MetricCatalogue.GAME_REFUSALS,
      seriesOf(MetricCatalogue.GAME_ACTIONS),
      seriesOf(MetricCatalogue.GAME_BATCHES, "table", "actions"));

  private final String label;
  private final String title;
  private final String about;
  private final Metric time;
  private final Metric done;
  private final Metric failed;
  private final Predicate<Series> rows;
  private final Predicate<Series> batches;

  Work(
      String label,
      String title,
      String about,
      Metric time,
      Metric done,
      Metric failed,
      Predicate<Series> rows,
      Predicate<Series> batches) {
    this.label = label;
    this.title = title;
    this.about = about;
    this.time = time;
    this.done = done;
    this.failed = failed;
    this.rows = rows;
    this.batches = batches;
  }

  static Work of(Scenario scenario) {
    return scenario.games().played() ? ACTIONS : SIGNALS;
  }

  /** One word for the time it takes. */
  String label() {
    return label;
  }

  /** The time it takes, as a title. */
  String title() {
    return title;
  }

  /** Which time that is, and of whom. */
  String about() {
    return about;
  }

  Predicate<Series> time() {
    return seriesOf(time);
  }

  /** Counts what was done. */
  Metric done() {
    return done;
  }

  /** Counts what was not. */
  Predicate<Series> failed() {
    return seriesOf(failed);
  }

  /** Count the rows committed. */
  Predicate<Series> rows() {
    return rows;
  }

  /** Count the batches that committed them. */
  Predicate<Series> batches() {
    return batches;
  }
}
