package ai.hal9.console.overview;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.telemetry.Readings;

/**
 * One number of the overview.
 *
 * @param id stable
 * @param label what it is
 * @param about one sentence, with where it is measured
 * @param unit how it is written
 * @param goal what is asked of it
 * @param chart the chart that explains it, by id
 * @param value reads it, for any columns
 * @param samples reads how many samples each value rests on; without any where that has no meaning
 */
record TileSpec(
    String id,
    String label,
    String about,
    Unit unit,
    Goal goal,
    String chart,
    Reading value,
    Reading samples) {

  /** Reads one number column by column. */
  @FunctionalInterface
  interface Reading {

    /** Of nothing. */
    Reading NONE = (_, _) -> Readings.of();

    Readings of(HistoryStore history, Axis axis);
  }
}
