package ai.hal9.sim.chart;

import java.util.List;

/** Where a value lies on an axis. */
sealed interface Scale permits LinearScale, LogScale, PercentileScale, TimeScale {

  /** From 0 to 1 for what lies on the axis; below or above for what does not. */
  double position(double value);

  /** The axis' labels, in order. */
  List<Tick> ticks();
}
