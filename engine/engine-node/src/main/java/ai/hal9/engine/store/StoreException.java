package ai.hal9.engine.store;

/** PostgreSQL did not do what the store had to promise. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean ofRow;
  private final boolean ofSlot;

  /** With its cause. */
  public StoreException(String message, Throwable cause) {
    this(message, cause, false, false);
  }

  StoreException(String message, Throwable cause, boolean ofRow, boolean ofSlot) {
    super(message, cause);
    this.ofRow = ofRow;
    this.ofSlot = ofSlot;
  }

  /** Without a cause. */
  public StoreException(String message) {
    super(message);
    ofRow = false;
    ofSlot = false;
  }

  /** Whether a row is at fault, so that trying the same again is of no use. */
  public boolean ofRow() {
    return ofRow;
  }

  /** Whether a row's slot lies elsewhere now, or is about to; nothing was written then. */
  boolean ofSlot() {
    return ofSlot;
  }
}
