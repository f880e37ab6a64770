package ai.hal9.console.series;

import ai.hal9.api.metric.Series;

/**
 * One gauge of one source.
 *
 * @param source who told it
 * @param series which gauge
 * @param value in its metric's unit
 */
public record GaugeValue(String source, Series series, double value) {}
