package ai.hal9.engine.store;

/** PostgreSQL could not do what was asked; the message says what and what may help. */
public final class StoreException extends RuntimeException {

  /** Without a cause. */
  public StoreException(String message) {
    super(message);
  }

  /** With its cause. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
