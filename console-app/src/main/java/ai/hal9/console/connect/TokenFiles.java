package ai.hal9.console.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keeps tokens in files only their owner can read, one for each cluster. */
final class TokenFiles {

  private final Path directory;

  TokenFiles(Path directory) {
    this.directory = directory;
  }

  /** Writes a token and tells where. The same cluster's earlier one is replaced. */
  Path keep(String cluster, String token) throws IOException {
    Files.createDirectories(directory);
    var file = directory.resolve(name(cluster));
    Files.deleteIfExists(file);
    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.writeString(file, token);
  }

  /** The token in a file; empty for no file. */
  static String read(String file) throws IOException {
    return file.isEmpty() ? "" : Files.readString(Path.of(file)).strip();
  }

  /** Deletes the token of a cluster, if there is one. */
  void forget(String cluster) throws IOException {
    Files.deleteIfExists(directory.resolve(name(cluster)));
  }

  /**
   * Deletes a token's file. One that is not among these is left alone.
   *
   * @return whether there was one
   */
  boolean delete(String file) throws IOException {
    if (file.isEmpty()) {
      return false;
    }
    var path = Path.of(file).toAbsolutePath().normalize();
    return directory.toAbsolutePath().normalize().equals(path.getParent())
        && Files.deleteIfExists(path);
  }

  private static String name(String cluster) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(cluster.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8) + ".token";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
