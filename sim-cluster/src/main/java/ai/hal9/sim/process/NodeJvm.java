package ai.hal9.sim.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a JVM that is an engine node is started: small, and with all optimising compilers, since
 * every request costs what they make of it.
 */
public final class NodeJvm {

  private static final String MAIN = "ai.hal9.engine.boot.EngineNode";

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx128m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:ReservedCodeCacheSize=64m",
          "--enable-native-access=ALL-UNNAMED");

  private final Installation installation;

  private NodeJvm(Installation installation) {
    this.installation = installation;
  }

  public static NodeJvm of(Installation installation) {
    return new NodeJvm(installation);
  }

  /** The command line of a node, with the AOT cache where there is one that fits. */
  public List<String> command(Path config) {
    var cache = AotCache.of(installation);
    return cache.fits()
        ? command(config, List.of("-XX:AOTCache=" + cache.file()))
        : command(config, List.of());
  }

  /** The command line of a node that uses no AOT cache. */
  public List<String> plainCommand(Path config) {
    return command(config, List.of());
  }

  /** The command line of a node that writes an AOT cache when it ends. */
  public List<String> trainingCommand(Path config, Path cache) {
    return command(config, List.of("-XX:AOTCacheOutput=" + cache));
  }

  /** The command line of a node that lists every key of its configuration and ends. */
  public List<String> helpCommand() {
    return command(List.of(), List.of("--help"));
  }

  /** The command line of a node that looks for mistakes in a configuration and ends. */
  public List<String> checkCommand(Path config) {
    return command(List.of("-XX:TieredStopAtLevel=1"), List.of("--check", config.toString()));
  }

  /** What keeps a JVM's native memory small: fewer arenas of the C library's allocator. */
  public static Map<String, String> environment() {
    return Map.of("MALLOC_ARENA_MAX", "2");
  }

  private List<String> command(Path config, List<String> options) {
    return command(options, List.of("--config", config.toString()));
  }

  private List<String> command(List<String> options, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Jvm.java().toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.addAll(List.of("-cp", Installation.classPath(installation.engineJars()), MAIN));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
