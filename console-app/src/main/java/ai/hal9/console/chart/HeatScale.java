package ai.hal9.console.chart;

import ai.hal9.console.ui.Swatches;
import ai.hal9.console.ui.Tone;
import java.util.List;
import javafx.scene.paint.Color;

/**
 * Which colour a number of samples has. Colours go by the logarithm, since one cell may hold
 * thousands and its neighbour, a single slow request that matters, one.
 *
 * @param most the number that has the last colour
 */
record HeatScale(double most) {

  private static final List<Tone> TONES =
      List.of(Tone.HEAT_1, Tone.HEAT_2, Tone.HEAT_3, Tone.HEAT_4, Tone.HEAT_5);

  /** Where a positive number lies between the first colour, 0, and the last, 1. */
  double position(double count) {
    return most <= 1 ? 1 : Math.clamp(Math.log(count) / Math.log(most), 0, 1);
  }

  /** The number at a position. */
  double count(double position) {
    return most <= 1 ? 1 : Math.rint(Math.pow(most, position));
  }

  /** The colour at a position. */
  static Color colour(Swatches colours, double position) {
    var along = position * (TONES.size() - 1);
    var below = Math.min((int) along, TONES.size() - 2);
    return colours
        .of(TONES.get(below))
        .interpolate(colours.of(TONES.get(below + 1)), along - below);
  }
}
