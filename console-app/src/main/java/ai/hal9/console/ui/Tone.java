package ai.hal9.console.ui;

import java.util.Locale;

/** A colour's meaning. The theme says what each looks like. */
public enum Tone {
  /**
   * Nodes and other things of equal standing, in the order of their names; safe for colour-blind
   * eyes.
   */
  SERIES_1,
  SERIES_2,
  SERIES_3,
  SERIES_4,
  SERIES_5,
  SERIES_6,
  SERIES_7,
  SERIES_8,
  /** Percentiles: one hue, from light for the median to strong for the tail; the maximum dim. */
  PERCENTILE_50,
  PERCENTILE_90,
  PERCENTILE_95,
  PERCENTILE_99,
  PERCENTILE_999,
  PERCENTILE_MAX,
  /** Of the card that is drawn on. */
  SURFACE,
  /** What a target asks. */
  TARGET,
  /** Something that happened. */
  EVENT,
  /** The lines behind a plot. */
  GRID,
  /** From few to many: light changes with hue, so that any eye sees the order. */
  HEAT_1,
  HEAT_2,
  HEAT_3,
  HEAT_4,
  HEAT_5,
  /** Behind what was heard, so that a gap shows. */
  HEARD,
  GOOD,
  WARNING,
  BAD,
  MUTED;

  private static final int SERIES = 8;

  /** For the n-th of several things of equal standing, from 0; the ninth shares the first's. */
  public static Tone series(int index) {
    return values()[index % SERIES];
  }

  /** For the lowest of the percentiles that have a tone which is not below this one, 0 to 100. */
  public static Tone percentile(double percent) {
    if (percent <= 50) {
      return PERCENTILE_50;
    }
    if (percent <= 90) {
      return PERCENTILE_90;
    }
    if (percent <= 95) {
      return PERCENTILE_95;
    }
    if (percent <= 99) {
      return PERCENTILE_99;
    }
    return percent < 100 ? PERCENTILE_999 : PERCENTILE_MAX;
  }

  /** The style class and the name within its tokens: {@code series-1}. */
  public String style() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
