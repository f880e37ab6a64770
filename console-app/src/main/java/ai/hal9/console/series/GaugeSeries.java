package ai.hal9.console.series;

import ai.hal9.sim.telemetry.Readings;

/**
 * A gauge, column by column, in its metric's unit; gaps are {@code NaN}.
 *
 * @param axis the columns
 * @param mean over the time of a column
 * @param min the lowest value in a column; where several values are summed, the sum of their
 *     lowest, which is a bound
 * @param max the highest value in a column, likewise
 */
public record GaugeSeries(Axis axis, Readings mean, Readings min, Readings max) {}
