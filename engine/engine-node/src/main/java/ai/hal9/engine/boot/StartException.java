package ai.hal9.engine.boot;

/** The node cannot start; the message says why and what to do. */
final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  StartException(String message) {
    super(message);
  }
}
