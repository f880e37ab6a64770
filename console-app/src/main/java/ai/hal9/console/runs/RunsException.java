package ai.hal9.console.runs;

/** What keeps the history of runs from being read or written; the message is for the user. */
public final class RunsException extends RuntimeException {

  /** What went wrong, for programs. */
  public enum Code {
    /** Another process has it open. */
    BUSY,
    /** It cannot be read or written. */
    STORAGE,
    /** What should be kept is no report. */
    NO_REPORT,
    /** It was written by a newer version. */
    NEWER
  }

  private final Code code;

  RunsException(Code code, String message) {
    super(message);
    this.code = code;
  }

  RunsException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
