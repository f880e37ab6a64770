package ai.hal9.stores.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import ai.hal9.stores.process.Platform;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Files that a crash leaves as they were or as they are to be, never half of either. */
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

  /**
   * Replaces a file in one step, as any new file of the user's; where the content cannot be written
   * to its end, what was there before is still there.
   */
  public static void write(Path file, Content content) throws IOException {
    var fresh = file.resolveSibling("%s.%s.new".formatted(file.getFileName(), UUID.randomUUID()));
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(fresh, CREATE_NEW))) {
        content.write(out);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Writes what a file is to hold. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  private static FileAttribute<?>[] ownerOnly() {
    return Platform.current().posix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
