package ai.hal9.stores.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A file that only its owner may read, holding one secret and nothing else. */
public record SecretFile(Path path) {

  private static final int RANDOM_BYTES = 24;

  public SecretFile {
    path = path.toAbsolutePath();
  }

  /** The secret in the file; a new random one is written where there is no file. */
  public static SecretFile random(Path path) throws IOException {
    var file = new SecretFile(path);
    if (!Files.exists(path)) {
      byte[] random = new byte[RANDOM_BYTES];
      new SecureRandom().nextBytes(random);
      file.write(HexFormat.of().formatHex(random));
    }
    return file;
  }

  /** Replaces the file in one step. It is never readable for others, not even while written. */
  public void write(String content) throws IOException {
    WholeFile.write(path, content);
  }

  public String read() throws IOException {
    return Files.readString(path, StandardCharsets.UTF_8).strip();
  }

  /** The content is not part of it: this may be logged. */
  @Override
  public String toString() {
    return path.toString();
  }
}
