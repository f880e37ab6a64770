package ai.hal9.console.effect;

/** What can honestly be said of a difference. */
public enum Verdict {
  IMPROVED,
  WORSE,
  NO_SIGNIFICANT_CHANGE,
  NOT_ENOUGH_DATA
}
