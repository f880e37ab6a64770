package ai.hal9.engine.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether a PostgreSQL with pgvector is installed as Debian installs it. */
final class PgvectorCondition implements ExecutionCondition {

  private static final Path SERVERS = Path.of("/usr/lib/postgresql");
  private static final String WORD =
      "needs PostgreSQL with pgvector: sudo apt install postgresql-17-pgvector (Debian 13)";

  /** The directory of the programs of one that has it. */
  static Optional<Path> programs() {
    if (!Files.isDirectory(SERVERS)) {
      return Optional.empty();
    }
    try (var versions = Files.list(SERVERS)) {
      return versions
          .filter(version -> Files.exists(control(version)))
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path control(Path version) {
    return Path.of("/usr/share/postgresql")
        .resolve(version.getFileName())
        .resolve("extension/vector.control");
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (programs().isPresent()) {
      return ConditionEvaluationResult.enabled("pgvector is installed");
    }
    if (context.getTestMethod().isEmpty()) {
      // The build shows how many tests were left out, and not why.
      System.err.println("[WARNING] " + context.getDisplayName() + " is left out: " + WORD);
    }
    return ConditionEvaluationResult.disabled(WORD);
  }
}
