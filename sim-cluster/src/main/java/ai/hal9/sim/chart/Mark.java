package ai.hal9.sim.chart;

/**
 * A moment shown on every chart.
 *
 * @param second when, since the measured part began
 * @param style its kind's class in the style sheet
 * @param number under which the page's list of events explains it
 * @param text one line
 */
public record Mark(double second, String style, int number, String text) {}
