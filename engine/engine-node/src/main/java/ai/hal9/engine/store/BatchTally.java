package ai.hal9.engine.store;

/** What the batches of a buffer are counted by. */
public interface BatchTally {

  /** What made a batch go. */
  enum Trigger {
    SIZE,
    TIME,
    GROUP,
    QUEUE
  }

  /** A batch of so many rows has committed. */
  void committed(Trigger trigger, int count);

  /** PostgreSQL did not commit a batch. */
  void failed();
}
