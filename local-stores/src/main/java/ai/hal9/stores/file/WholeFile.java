package ai.hal9.stores.file;

import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Text files that a crash leaves as they were or as they are to be, never half of either. */
public final class WholeFile {

  private WholeFile() {}

  /**
   * Replaces a file's text in one step; only its owner can read it, and could while it was written.
   * Makes the folder where there is none.
   *
   * @throws IOException when it cannot be written; what was there before is still there
   */
  public static void write(Path file, String text) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var fresh = Files.createTempFile(folder, file.getFileName() + ".", ".new", ownerOnly());
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return Platform.current().posix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
