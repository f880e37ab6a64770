package ai.hal9.engine.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** A file that holds one secret on its first line. */
public final class SecretFile {

  private SecretFile() {}

  /** Why the file cannot be trusted with a secret, or empty when it can. */
  static Optional<String> problem(Path file) {
    if (!Files.isReadable(file)) {
      return Optional.of("the file " + file + " is missing or cannot be read");
    }
    try {
      var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (view != null
          && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
        return Optional.of("everyone can read the file; run: chmod 600 " + file);
      }
      return read(file).isEmpty()
          ? Optional.of("the file " + file + " is empty")
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.of("the file " + file + " cannot be read");
    }
  }

  /** The secret. */
  public static String read(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the secret in " + file, e);
    }
  }
}
