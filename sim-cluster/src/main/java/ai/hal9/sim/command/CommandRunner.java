package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command line: exit codes, and failures as a sentence instead of a stack trace. */
public final class CommandRunner {

  private final CommandLine commandLine;
  private final Output output;

  /**
   * @param root the annotated command that the others hang from
   * @param commands annotated commands, in the order of the help
   */
  public CommandRunner(Object root, List<?> commands, Output output) {
    this.output = output;
    this.commandLine = new CommandLine(root);
    commands.forEach(commandLine::addSubcommand);
    commandLine
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(CommandRunner::exitCode)
        .setParameterExceptionHandler(this::usageFailed)
        .setExecutionExceptionHandler(this::executionFailed);
  }

  /** Runs it and returns the exit code. */
  public int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  private int usageFailed(ParameterException failure, String[] arguments) {
    output.message("hal9: " + failure.getMessage());
    var command = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        output.message("Did you mean: " + String.join(", ", suggestions) + "?");
      }
    }
    output.message("Try: %s --help".formatted(command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  private int executionFailed(Exception failure, CommandLine command, ParseResult parsed) {
    output.message("hal9: " + sentence(failure));
    if (verbose(parsed)) {
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

  private static boolean verbose(ParseResult parsed) {
    for (var level = parsed; level != null; level = level.subcommand()) {
      if (level.hasMatchedOption("--verbose")) {
        return true;
      }
    }
    return false;
  }
}
