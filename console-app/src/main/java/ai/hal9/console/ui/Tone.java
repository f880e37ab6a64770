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
  /** Percentiles: one hue, from light for the median to strong for the tail. */
  PERCENTILE_1,
  PERCENTILE_2,
  PERCENTILE_3,
  PERCENTILE_4,
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

  /** The style class and the name within its tokens: {@code series-1}. */
  public String style() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
