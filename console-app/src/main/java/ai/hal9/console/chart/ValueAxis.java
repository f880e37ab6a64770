package ai.hal9.console.chart;

import ai.hal9.console.ui.Unit;
import io.fair_acc.chartfx.axes.spi.DefaultNumericAxis;
import io.fair_acc.dataset.spi.fastutil.DoubleArrayList;

/** The value axis: round numbers with their unit, and as wide in every chart. */
final class ValueAxis extends DefaultNumericAxis {

  static final double WIDTH = 68;

  private final Unit unit;
  private ValueScale scale;

  ValueAxis(Unit unit) {
    super("", 0, 1, 1);
    this.unit = unit;
    this.scale = ValueScale.fromZero(0, unit);
    setAutoRanging(false);
    setAnimated(false);
    setMinorTickCount(0);
    apply(scale);
  }

  /** Takes a scale; the one it has stays where it still fits. */
  void apply(ValueScale wanted) {
    scale = wanted;
    setLogAxis(wanted.logarithmic());
    set(wanted.low(), wanted.high());
  }

  ValueScale scale() {
    return scale;
  }

  @Override
  public double computePreferredTickUnit(double axisLength) {
    return scale == null ? 1 : scale.step();
  }

  @Override
  protected void calculateMinorTickValues(DoubleArrayList ticks) {
    // a logarithmic axis would have nine a decade, with lines across the plot
  }

  @Override
  public String getTickMarkLabel(double value) {
    return unit == null ? "" : value == 0 && unit != Unit.SHARE ? "0" : unit.tick(value);
  }

  @Override
  protected double computePrefWidth(double height) {
    // computing it lays out the ticks
    var _ = super.computePrefWidth(height);
    return WIDTH;
  }
}
