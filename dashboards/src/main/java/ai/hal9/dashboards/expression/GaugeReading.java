package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Series;

/**
 * One gauge of one source.
 *
 * @param source the name of who said it
 * @param series which gauge
 * @param value the newest in the stretch of time asked for
 */
public record GaugeReading(String source, Series series, double value) {}
