package ai.hal9.sim;

/**
 * What keeps this module from doing what it was asked. The message is for the user: what happened,
 * why, and what to do.
 */
public final class SimException extends RuntimeException {

  /** What went wrong, for programs. */
  public enum Code {
    /** An argument or a configuration file says something that cannot be. */
    CONFIGURATION,
    /** A directory or file cannot be read or written. */
    STORAGE,
    /** A port that was asked for is taken. */
    PORT_TAKEN,
    /** A cluster of that name is already owned by a running supervisor. */
    ALREADY_RUNNING,
    /** There is no running cluster of that name. */
    NOT_RUNNING,
    /** A process did not start or did not become ready. */
    START_FAILED,
    /** Something that should have answered did not, or answered with an error. */
    UNREACHABLE,
    /** The user interrupted. */
    INTERRUPTED
  }

  private final Code code;

  public SimException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public SimException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
