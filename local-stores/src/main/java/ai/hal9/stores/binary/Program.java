package ai.hal9.stores.binary;

import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a program for its version, and so finds out whether it runs here at all. */
final class Program {

  private Program() {}

  /**
   * What {@code --version} says.
   *
   * @param option how the user names another program
   */
  static Matcher version(Path program, Pattern form, String option) {
    String said;
    try {
      said = output(program);
    } catch (IOException e) {
      throw cannotRun(program, option, String.valueOf(e.getMessage()), e);
    }
    Matcher version = form.matcher(said);
    if (!version.find()) {
      throw cannotRun(program, option, said, null);
    }
    return version;
  }

  private static String output(Path program) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static StoreException cannotRun(
      Path program, String option, String said, @Nullable Throwable cause) {
    return new StoreException(
        StoreException.Code.BINARY_CANNOT_RUN,
        "%s does not run here or is another program; install one and name it with %s"
            .formatted(program, option),
        List.copyOf(said.lines().limit(5).toList()),
        cause);
  }
}
