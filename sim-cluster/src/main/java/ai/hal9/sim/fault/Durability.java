package ai.hal9.sim.fault;

import java.util.Locale;

/** What an acknowledgement promises to outlive every fault. */
public enum Durability {
  /** The signal is in PostgreSQL. */
  COMMITTED,
  /** The signal is in the durable queue, and will be in PostgreSQL. */
  QUEUED;

  /** The tuning value. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
