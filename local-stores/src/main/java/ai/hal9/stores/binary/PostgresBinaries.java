package ai.hal9.stores.binary;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A directory with {@code postgres} and {@code initdb}. */
public record PostgresBinaries(Path directory) {

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  /**
   * Checks that the programs are there.
   *
   * @throws StoreException if one is missing
   */
  public PostgresBinaries {
    directory = directory.toAbsolutePath();
    for (String program : new String[] {"postgres", "initdb"}) {
      Path file = directory.resolve(Platform.current().executable(program));
      if (!Files.isExecutable(file)) {
        throw new StoreException(
            StoreException.Code.BINARY_MISSING,
            "%s is not there or may not be run; name a PostgreSQL bin directory, such as"
                    .formatted(file)
                + " /usr/lib/postgresql/18/bin");
      }
    }
  }

  /** The PostgreSQL that comes with HAL9, unpacked into the cache at first use. */
  public static PostgresBinaries bundled(BinaryCache cache) {
    Path unpacked =
        cache.directory(
            "postgres-" + bundledVersion(),
            directory -> {
              try (InputStream archive = BinaryCache.resource(archiveName())) {
                TarXz.unpack(archive, directory);
              }
            });
    return new PostgresBinaries(unpacked.resolve("bin"));
  }

  /** An installed PostgreSQL. */
  public static PostgresBinaries installed(Path binDirectory) {
    return new PostgresBinaries(binDirectory);
  }

  public Path postgres() {
    return directory.resolve(Platform.current().executable("postgres"));
  }

  public Path initdb() {
    return directory.resolve(Platform.current().executable("initdb"));
  }

  /**
   * The major version, such as 18.
   *
   * @throws StoreException if the program does not run here
   */
  public int majorVersion() {
    String said = Program.output(postgres(), "--version");
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new StoreException(
          StoreException.Code.BINARY_CANNOT_RUN,
          "%s does not say its version but: %s".formatted(postgres(), said.strip()));
    }
    return Integer.parseInt(version.group(1));
  }

  private static String archiveName() {
    return switch (Platform.current()) {
      case LINUX_AMD64 -> "postgres-linux-x86_64.txz";
      case LINUX_ARM64 -> "postgres-linux-arm_64.txz";
      case MAC_AMD64 -> "postgres-darwin-x86_64.txz";
      case MAC_ARM64 -> "postgres-darwin-arm_64.txz";
      case WINDOWS_AMD64 -> "postgres-windows-x86_64.txz";
    };
  }

  private static String bundledVersion() {
    try (InputStream stream = BinaryCache.resource("ai/hal9/stores/binary/versions.properties")) {
      var versions = new Properties();
      versions.load(stream);
      return versions.getProperty("postgres.version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
