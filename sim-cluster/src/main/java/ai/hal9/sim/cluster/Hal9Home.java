package ai.hal9.sim.cluster;

import java.nio.file.Path;

/** The directory where everything that lasts is kept. */
public record Hal9Home(Path directory) {

  public Hal9Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /** {@code HAL9_HOME}, by default {@code ~/.hal9}. */
  public static Hal9Home standard() {
    var told = System.getenv("HAL9_HOME");
    return new Hal9Home(
        told == null || told.isBlank()
            ? Path.of(System.getProperty("user.home"), ".hal9")
            : Path.of(told));
  }

  public Path clusters() {
    return directory.resolve("clusters");
  }

  /** Certificates that are trusted beside those Java trusts, in files that end in {@code .pem}. */
  public Path trust() {
    return directory.resolve("trust");
  }

  /** Where bundled programs are unpacked. */
  public Path binaries() {
    return directory.resolve("binaries");
  }

  public ClusterDirectory cluster(String name) {
    return new ClusterDirectory(clusters().resolve(name));
  }
}
