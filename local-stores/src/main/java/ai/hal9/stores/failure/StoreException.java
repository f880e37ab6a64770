package ai.hal9.stores.failure;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store that cannot do what it was asked to. The message says what happened and what the user can
 * do; the detail holds the last lines of the server's log.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong; stable, for programs and for the documentation. */
  public enum Code {
    PORT_TAKEN,
    DISK_FULL,
    SHARED_MEMORY_MISSING,
    DIRECTORY_NOT_WRITABLE,
    DATA_IN_USE,
    DATA_INCOMPATIBLE,
    BINARY_MISSING,
    BINARY_CANNOT_RUN,
    USER_NAMESPACES_BLOCKED,
    START_FAILED,
    START_TIMED_OUT,
    INTERRUPTED,
    UNREACHABLE
  }

  private final Code code;
  private final transient List<String> detail;

  public StoreException(Code code, String message) {
    this(code, message, List.of(), null);
  }

  public StoreException(Code code, String message, @Nullable Throwable cause) {
    this(code, message, List.of(), cause);
  }

  public StoreException(Code code, String message, List<String> detail, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.detail = List.copyOf(detail);
  }

  /** A file or directory that cannot be used, with the reason in {@code cause}. */
  public static StoreException unusable(Path path, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    if (cause instanceof ClosedByInterruptException) {
      return new StoreException(
          Code.INTERRUPTED, "the work on %s was stopped".formatted(path), cause);
    }
    if (reason.contains("No space left") || reason.contains("quota exceeded")) {
      return new StoreException(
          Code.DISK_FULL,
          "the disk of %s is full; free space, or set HAL9_HOME to another disk".formatted(path),
          cause);
    }
    return new StoreException(
        Code.DIRECTORY_NOT_WRITABLE,
        "cannot use %s: %s %s; check owner and permissions"
            .formatted(path, cause.getClass().getSimpleName(), reason),
        cause);
  }

  /** A data directory that a living server uses. */
  public static StoreException inUse(String server, Path data, long pid) {
    return new StoreException(
        Code.DATA_IN_USE,
        "a %s server (pid %d) uses %s; stop it first: kill -INT %d"
            .formatted(server, pid, data, pid));
  }

  public Code code() {
    return code;
  }

  /** The last lines of the server's log, oldest first; empty where there are none. */
  public List<String> detail() {
    return detail;
  }

  /** The message and, below it, the detail, indented. */
  public String messageWithDetail() {
    return detail.isEmpty() ? getMessage() : getMessage() + "\n  " + String.join("\n  ", detail);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
