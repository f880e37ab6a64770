package ai.hal9.engine.memory;

/** What came of a question. */
public sealed interface Recall<T> {

  /** It was done. */
  record Done<T>(T value) implements Recall<T> {}

  /**
   * It was not.
   *
   * @param detail for a person
   */
  record Refused<T>(Reason reason, String detail) implements Recall<T> {}

  /** Why something is not done. */
  enum Reason {
    /** No neuron has this id. */
    NO_SUCH_NEURON,
    /** PostgreSQL has no pgvector. */
    NO_VECTORS,
    /** PostgreSQL does not answer. */
    UNAVAILABLE
  }
}
