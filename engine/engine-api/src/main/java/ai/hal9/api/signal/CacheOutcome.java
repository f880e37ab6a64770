package ai.hal9.api.signal;

import java.util.Locale;

/** Where the answer to a signal came from. */
public enum CacheOutcome {
  /** The node's own memory (L1). */
  LOCAL,
  /** The shared cache (L2). */
  REDIS,
  /** An identical request that was already being answered. */
  COALESCED,
  /** The language model. */
  MISS;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name on the wire: lower case. */
  public String wireName() {
    return wireName;
  }
}
