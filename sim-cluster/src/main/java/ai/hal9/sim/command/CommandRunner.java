package ai.hal9.sim.command;

import java.util.List;
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
        .setExitCodeExceptionMapper(Failures::exitCode)
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
    return Failures.told(failure, verbose(parsed), output);
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
