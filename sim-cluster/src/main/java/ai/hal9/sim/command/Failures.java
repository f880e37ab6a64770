package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** What a command says of its failure, as a sentence, and the exit code it ends with. */
public final class Failures {

  private Failures() {}

  /**
   * Tells it, and where in the program it happened to who asks for that.
   *
   * @return the exit code
   */
  public static int told(Exception failure, boolean verbose, Output output) {
    output.message("hal9: " + sentence(failure));
    if (verbose) {
      output.trace(failure);
    } else if (!expected(failure)) {
      output.message(
          "This is a fault of hal9. Run it again with --verbose and report what it says.");
    }
    return exitCode(failure);
  }

  static int exitCode(Throwable failure) {
    return failure instanceof SimException known && known.code() == SimException.Code.CONFIGURATION
        ? ExitCode.USAGE
        : ExitCode.FAILED;
  }

  static String sentence(Throwable failure) {
    var message = failure.getMessage() == null ? "" : failure.getMessage();
    return switch (failure) {
      case SimException known -> message;
      case StoreException known -> known.messageWithDetail();
      case UncheckedIOException wrapped -> sentence(Objects.requireNonNull(wrapped.getCause()));
      case AccessDeniedException denied ->
          "no permission for %s; change its owner or mode, or choose another place (HAL9_HOME)"
              .formatted(denied.getFile());
      case FileSystemException file ->
          "%s: %s"
              .formatted(
                  file.getFile(),
                  file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
      case IOException io -> message.isEmpty() ? io.getClass().getSimpleName() : message;
      default -> "unexpected " + failure.getClass().getSimpleName() + ": " + message;
    };
  }

  private static boolean expected(Throwable failure) {
    return failure instanceof SimException
        || failure instanceof StoreException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException;
  }
}
