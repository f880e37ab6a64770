package ai.hal9.api.locale;

import java.util.Locale;

/** Digits 0 to 9 and a decimal point, in what programs read as in what people do. */
public final class PlainFigures {

  private PlainFigures() {}

  /**
   * Has this JVM write figures so. First in every {@code main}: some languages write {@code %d}
   * with digits of their own, which neither PostgreSQL nor Redis can read.
   */
  public static void everywhere() {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }
}
