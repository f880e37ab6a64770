package ai.hal9.api.signal;

import java.util.Locale;

/** How much a signal matters when there is not room for all: the least goes first. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** As requests and labels write it. */
  public String wireName() {
    return wireName;
  }
}
