package ai.hal9.stores.binary;

import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs a program that ends at once. */
final class Program {

  private Program() {}

  static String output(Path program, String argument) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), argument).redirectErrorStream(true).start();
      try (var output = process.getInputStream()) {
        return new String(output.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Code.BINARY_CANNOT_RUN,
          "cannot run %s: %s".formatted(program, e.getMessage()),
          e);
    }
  }
}
