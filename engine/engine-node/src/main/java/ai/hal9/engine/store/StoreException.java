package ai.hal9.engine.store;

/** PostgreSQL could not do what was asked; the message says what and what may help. */
public final class StoreException extends RuntimeException {

  /** With its cause. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
