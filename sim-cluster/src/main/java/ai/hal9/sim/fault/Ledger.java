package ai.hal9.sim.fault;

import java.util.ArrayList;
import java.util.List;

/** Every signal of a load with its outcome. Safe for use by many threads. */
public final class Ledger {

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a signal once it is known what became of it. */
  public synchronized void add(Entry entry) {
    entries.add(entry);
  }

  /** All so far, in the order they came to an end. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }
}
