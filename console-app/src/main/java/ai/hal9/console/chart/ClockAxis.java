package ai.hal9.console.chart;

import io.fair_acc.chartfx.axes.spi.DefaultNumericAxis;

/** The time axis: ticks at round times of the clock. */
final class ClockAxis extends DefaultNumericAxis {

  private static final double LABEL_ROOM = 90;

  /** Beyond each end, where half of a label stands. */
  private static final double OVERHANG = 28;

  ClockAxis() {
    super("", 0, 1, 1);
    setAutoRanging(false);
    setAnimated(false);
    setMinorTickCount(0);
    setAxisPadding(OVERHANG);
  }

  @Override
  public double computePreferredTickUnit(double axisLength) {
    return ClockTicks.step(getMax() - getMin(), Math.max(2, (int) (axisLength / LABEL_ROOM)));
  }

  @Override
  public String getTickMarkLabel(double value) {
    return ClockTicks.text(value, getTickUnit());
  }
}
