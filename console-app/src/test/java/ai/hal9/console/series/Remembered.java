package ai.hal9.console.series;

/** What a history remembers of questions, for those who measure. */
public final class Remembered {

  private Remembered() {}

  /** Has it forget them; not what was heard. */
  public static void forget(HistoryStore history) {
    ((MemoryHistory) history).forget();
  }
}
