package ai.hal9.engine.account;

import java.time.Duration;

/**
 * What came of something a user asked for.
 *
 * @param <T> what was done
 */
public sealed interface Outcome<T> {

  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /**
   * It was not done.
   *
   * @param reason why
   * @param message what happened and what the client can do; tells no secret
   * @param retryAfter when to try again; zero when that is of no use
   */
  record Refused<T>(Reason reason, String message, Duration retryAfter) implements Outcome<T> {}

  /** Why something was not done, with the HTTP status that says so. */
  enum Reason {
    /** A field is missing or has a value it must not have. */
    INVALID(400),
    /** User name and password do not belong together. */
    BAD_CREDENTIALS(401),
    /** There is no such thing, or it is another user's. */
    NOT_FOUND(404),
    /** The user name is taken, or there are as many as there may be. */
    CONFLICT(409),
    /** Too many attempts. */
    LIMITED(429),
    /** More passwords wait to be hashed than the node holds. */
    BUSY(503),
    /** PostgreSQL or Redis cannot be asked. */
    UNAVAILABLE(503);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }
}
