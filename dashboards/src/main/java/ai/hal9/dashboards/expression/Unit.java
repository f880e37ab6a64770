package ai.hal9.dashboards.expression;

import java.util.Locale;

/** What a panel's values are in. */
public enum Unit {
  SECONDS,
  BYTES,
  /** A part of a whole, 0 to 1; shown as percent. */
  SHARE,
  /** A number of things. */
  COUNT,
  /** Things per second. */
  PER_SECOND,
  BYTES_PER_SECOND,
  /** Processors kept busy; 1 is one whole processor. */
  CORES,
  DOLLARS;

  /** The name in files: lower case, words joined by hyphens. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
