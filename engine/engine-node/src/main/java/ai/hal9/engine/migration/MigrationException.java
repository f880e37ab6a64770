package ai.hal9.engine.migration;

/** Why a migration cannot begin or go on; the message is for the user. */
final class MigrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the shell is told. */
  enum Code {
    FAILED(1),
    USAGE(2);

    private final int exit;

    Code(int exit) {
      this.exit = exit;
    }
  }

  private final Code code;

  private MigrationException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  private MigrationException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** The command line or the source is not what it has to be. */
  static MigrationException usage(String message) {
    return new MigrationException(Code.USAGE, message);
  }

  /** It was tried and failed. */
  static MigrationException failed(String message) {
    return new MigrationException(Code.FAILED, message);
  }

  /** It was tried and failed, for this cause. */
  static MigrationException failed(String message, Throwable cause) {
    return new MigrationException(Code.FAILED, message, cause);
  }

  int exit() {
    return code.exit;
  }
}
