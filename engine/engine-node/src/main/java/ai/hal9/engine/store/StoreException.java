package ai.hal9.engine.store;

/** PostgreSQL did not do what the store had to promise. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean ofRow;
  private final boolean ofSlot;
  private final boolean mayBeDone;

  /** With its cause; it may be done all the same. */
  public StoreException(String message, Throwable cause) {
    this(message, cause, false, false, true);
  }

  StoreException(
      String message, Throwable cause, boolean ofRow, boolean ofSlot, boolean mayBeDone) {
    super(message, cause);
    this.ofRow = ofRow;
    this.ofSlot = ofSlot;
    this.mayBeDone = mayBeDone;
  }

  /** Without a cause: PostgreSQL was not even asked. */
  public StoreException(String message) {
    super(message);
    ofRow = false;
    ofSlot = false;
    mayBeDone = false;
  }

  /** Whether a row is at fault, so that trying the same again is of no use. */
  public boolean ofRow() {
    return ofRow;
  }

  /**
   * Whether PostgreSQL may have done it, or may yet: the way to it broke after it had been asked.
   */
  public boolean mayBeDone() {
    return mayBeDone;
  }

  /** Whether a row's slot lies elsewhere now, or is about to; nothing was written then. */
  boolean ofSlot() {
    return ofSlot;
  }
}
