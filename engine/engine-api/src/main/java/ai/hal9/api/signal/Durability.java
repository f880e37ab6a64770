package ai.hal9.api.signal;

import java.util.Locale;

/** What an acknowledged signal survives. */
public enum Durability {
  /** The COPY that stores the signal has committed: it survives the death of any process. */
  COMMITTED,
  /** The signal is in the durable queue and will be stored. */
  QUEUED,
  /** The signal is in this node's memory: a crash loses what was not flushed. */
  MEMORY;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name on the wire: lower case. */
  public String wireName() {
    return wireName;
  }
}
