package ai.hal9.sim.chart;

/**
 * A stretch of time shaded behind the curves.
 *
 * @param from its first second
 * @param to its last
 * @param style its class in the style sheet
 */
public record Band(double from, double to, String style) {}
