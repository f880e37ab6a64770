package ai.hal9.engine.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Key files with known keys. */
public final class KeyFiles {

  private KeyFiles() {}

  /** Writes a file with the keys of these numbers, the sealing one first; replaces it whole. */
  public static Path write(Path file, int... numbers) throws IOException {
    var text =
        IntStream.of(numbers)
            .mapToObj(number -> number + " " + key(number))
            .collect(Collectors.joining("\n", "# keys\n", "\n"));
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    return Files.move(
        fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String key(int number) {
    var bytes = new byte[32];
    bytes[0] = (byte) number;
    return Base64.getEncoder().encodeToString(bytes);
  }
}
