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

/** A directory with {@code postgres} and {@code initdb}, which run here. */
public final class PostgresBinaries {

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+).*)");

  private final Path directory;
  private final BinaryCache cache;
  private final String version;
  private final int majorVersion;

  private PostgresBinaries(Path directory, BinaryCache cache) {
    this.directory = directory.toAbsolutePath();
    this.cache = cache;
    requireProgram(initdb());
    requireProgram(postgres());
    Matcher said = Program.version(postgres(), VERSION, "--postgres-bin DIR");
    this.version = said.group(1).strip();
    this.majorVersion = Integer.parseInt(said.group(2));
  }

  /**
   * The PostgreSQL that comes with HAL9, unpacked into the cache at first use.
   *
   * @throws StoreException if it cannot be unpacked or does not run here
   */
  public static PostgresBinaries bundled(BinaryCache cache) {
    Path unpacked =
        cache.directory(
            "postgres-" + bundledVersion(),
            directory -> {
              try (InputStream archive = BinaryCache.resource(archiveName())) {
                TarXz.unpack(archive, directory);
              }
            });
    return new PostgresBinaries(unpacked.resolve("bin"), cache);
  }

  /**
   * An installed PostgreSQL.
   *
   * @param cache for what is made with it once
   * @throws StoreException if a program is missing or does not run here
   */
  public static PostgresBinaries installed(Path binDirectory, BinaryCache cache) {
    return new PostgresBinaries(binDirectory, cache);
  }

  public Path postgres() {
    return directory.resolve(Platform.current().executable("postgres"));
  }

  public Path initdb() {
    return directory.resolve(Platform.current().executable("initdb"));
  }

  public BinaryCache cache() {
    return cache;
  }

  /** The version as the program says it, such as {@code 18.6}. */
  public String version() {
    return version;
  }

  /** The major version, such as 18. */
  public int majorVersion() {
    return majorVersion;
  }

  private static void requireProgram(Path file) {
    if (!Files.isExecutable(file)) {
      throw new StoreException(
          StoreException.Code.BINARY_MISSING,
          "%s is not there or may not be run; name a PostgreSQL bin directory with".formatted(file)
              + " --postgres-bin, such as /usr/lib/postgresql/18/bin");
    }
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
