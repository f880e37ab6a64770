package ai.hal9.engine.queue;

/** The queue's Redis did not do what was asked. */
public final class QueueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  QueueException(String message, Throwable cause) {
    super(message, cause);
  }

  QueueException(String message) {
    super(message);
  }
}
