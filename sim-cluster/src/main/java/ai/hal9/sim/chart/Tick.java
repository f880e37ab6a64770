package ai.hal9.sim.chart;

/**
 * A labelled place on an axis.
 *
 * @param position from 0 to 1 along the axis
 * @param label what it says
 */
record Tick(double position, String label) {}
