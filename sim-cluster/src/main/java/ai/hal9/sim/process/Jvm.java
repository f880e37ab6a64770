package ai.hal9.sim.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVMs of this module's own classes are started. */
public final class Jvm {

  private Jvm() {}

  /** The launcher of the Java this program runs on. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The supervisor: small, and quick to start. */
  public static List<String> supervisor(Installation installation, String main) {
    var options = new ArrayList<>(archive(installation, "supervisor"));
    options.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Xss512k",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=24m",
            "-Dhal9.log=INFO",
            "-D%s=%s".formatted(Installation.PROPERTY, installation.root())));
    return own(options, main, List.of());
  }

  /** The balancer: every request goes through it, so it is compiled well. */
  public static List<String> balancer(Installation installation, String main, Path config) {
    var options = new ArrayList<>(archive(installation, "balancer"));
    options.addAll(
        List.of("-XX:+UseSerialGC", "-Xmx96m", "-XX:+UseCompactObjectHeaders", "-Dhal9.log=INFO"));
    return own(options, main, List.of(config.toString()));
  }

  /** The load generator: compiled well, and collected seldom and in milliseconds. */
  public static List<String> generator(Installation installation, String main) {
    return own(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmn128m",
            "-Dhal9.log=INFO",
            "-D%s=%s".formatted(Installation.PROPERTY, installation.root())),
        main,
        List.of());
  }

  /** Nothing is written into an image. */
  private static List<String> archive(Installation installation, String name) {
    var beside = Installation.ownJar().map(Path::getParent);
    return installation.image() || beside.isEmpty()
        ? List.of()
        : ClassArchive.options(beside.get(), name, Installation.ownJars());
  }

  private static List<String> own(List<String> options, String main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(java().toString());
    command.addAll(options);
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-cp", Installation.ownClassPath(), main));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
