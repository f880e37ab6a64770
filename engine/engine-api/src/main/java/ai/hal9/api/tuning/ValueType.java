package ai.hal9.api.tuning;

/** What values a parameter takes. */
public enum ValueType {
  /** A whole number. */
  INTEGER,
  /** A number with a fraction. */
  DECIMAL,
  /** A time with its unit, for instance {@code 30s}. */
  DURATION,
  /** {@code on} or {@code off}. */
  SWITCH,
  /** One of a list of words. */
  CHOICE
}
