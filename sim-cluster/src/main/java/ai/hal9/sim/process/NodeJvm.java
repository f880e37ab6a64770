package ai.hal9.sim.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a JVM that is an engine node is started: small, and with all optimising compilers, since
 * every request costs what they make of it.
 */
public final class NodeJvm {

  /**
   * The environment's variable with further options of the nodes' JVMs, separated by blanks: a
   * larger heap, a flight recording, a debugger. They come last, so that they prevail.
   */
  public static final String VARIABLE = "HAL9_NODE_OPTIONS";

  private static final String MAIN = "ai.hal9.engine.boot.EngineNode";

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx128m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:ReservedCodeCacheSize=64m",
          "--enable-native-access=ALL-UNNAMED");

  private final Installation installation;
  private final List<String> further;

  private NodeJvm(Installation installation, List<String> further) {
    this.installation = installation;
    this.further = further;
  }

  /** With the further options of this program's environment. */
  public static NodeJvm of(Installation installation) {
    return of(installation, System.getenv());
  }

  static NodeJvm of(Installation installation, Map<String, String> environment) {
    var further = environment.getOrDefault(VARIABLE, "").strip();
    return new NodeJvm(
        installation, further.isEmpty() ? List.of() : List.of(further.split("\\s+")));
  }

  /** The command line of a node, with the AOT cache where there is one that fits. */
  public List<String> command(Path config) {
    var cache = AotCache.of(installation);
    return cache.fits()
        ? serving(config, List.of("-XX:AOTCache=" + cache.file()))
        : serving(config, List.of());
  }

  /** The command line of a node that uses no AOT cache. */
  public List<String> plainCommand(Path config) {
    return serving(config, List.of());
  }

  /**
   * The command line of a node that writes an AOT cache when it ends; without further options,
   * since they may be gone when the cache is used.
   */
  public List<String> trainingCommand(Path config, Path cache) {
    return command(List.of("-XX:AOTCacheOutput=" + cache), arguments(config));
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

  private List<String> serving(Path config, List<String> options) {
    return command(Stream.concat(options.stream(), further.stream()).toList(), arguments(config));
  }

  private static List<String> arguments(Path config) {
    return List.of("--config", config.toString());
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
