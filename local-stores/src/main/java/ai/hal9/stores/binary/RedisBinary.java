package ai.hal9.stores.binary;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A {@code redis-server} program, or one that speaks as it does ({@code valkey-server}). */
public record RedisBinary(Path file) {

  private static final Pattern VERSION = Pattern.compile("server v=\\S+");

  /**
   * Checks the program.
   *
   * @throws StoreException if it is missing or does not run here
   */
  public RedisBinary {
    file = file.toAbsolutePath();
    if (!Files.isExecutable(file)) {
      throw new StoreException(
          StoreException.Code.BINARY_MISSING,
          "%s is not there or may not be run; name a redis-server or valkey-server program"
              .formatted(file));
    }
    Program.version(file, VERSION, "--redis-server FILE");
  }

  /** The Redis that comes with HAL9, unpacked into the cache at first use. */
  public static RedisBinary bundled(BinaryCache cache) {
    String name = resourceName();
    Path unpacked = cache.directory(name, directory -> unpack(name, directory));
    return new RedisBinary(unpacked.resolve(Platform.current().executable("redis-server")));
  }

  /** An installed Redis or Valkey. */
  public static RedisBinary installed(Path file) {
    return new RedisBinary(file);
  }

  private static void unpack(String resource, Path directory) throws IOException {
    Path file = directory.resolve(Platform.current().executable("redis-server"));
    try (InputStream program = BinaryCache.resource(resource)) {
      Files.copy(program, file);
    }
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  private static String resourceName() {
    return switch (Platform.current()) {
      case LINUX_AMD64 -> "redis-server-6.2.6-v5-linux-amd64";
      case LINUX_ARM64 -> "redis-server-6.2.7-linux-arm64";
      case MAC_AMD64 -> "redis-server-6.2.6-v5-darwin-amd64";
      case MAC_ARM64 -> "redis-server-6.2.6-v5-darwin-arm64";
      case WINDOWS_AMD64 -> "redis-server-5.0.14.1-windows-amd64.exe";
    };
  }
}
