package ai.hal9.sim.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What tells one set of jars and one Java from another, as the JVM does when it looks whether what
 * it has learned still fits. An installation may move as a whole, and a package keeps times to the
 * second.
 *
 * @param root what places are told from
 * @param jars in the order of the class path
 */
record JarKey(Path root, List<Path> jars) {

  /** A text of 64 hexadecimal digits, as different as what it is made of. */
  String text() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      add(digest, Runtime.version() + " " + place(Path.of(System.getProperty("java.home"))));
      for (var jar : jars) {
        var seconds = Files.getLastModifiedTime(jar).to(TimeUnit.SECONDS);
        add(digest, place(jar) + " " + Files.size(jar) + " " + seconds);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path place(Path file) {
    return root.relativize(file.toAbsolutePath().normalize());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
