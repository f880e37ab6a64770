package ai.hal9.sim.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM that is an engine node is started. */
public final class NodeJvm {

  private static final String MAIN = "ai.hal9.engine.boot.EngineNode";

  private final Installation installation;

  private NodeJvm(Installation installation) {
    this.installation = installation;
  }

  public static NodeJvm of(Installation installation) {
    return new NodeJvm(installation);
  }

  /** The command line for a node with this configuration. */
  public List<String> command(Path config) {
    var command = new ArrayList<String>();
    command.add(Jvm.java().toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", Installation.classPath(installation.engineJars()), MAIN));
    command.addAll(List.of("--config", config.toString()));
    return List.copyOf(command);
  }
}
