package ai.hal9.sim.process;

import java.util.ArrayList;
import java.util.List;

/** How the JVM that moves users to another shard is started: it takes little memory. */
public final class ReshardingJvm {

  private static final String MAIN = "ai.hal9.engine.reshard.ReshardingProcess";

  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-Xmx128m", "-XX:+UseCompactObjectHeaders");

  private ReshardingJvm() {}

  /** The command line with these arguments. */
  public static List<String> command(Installation installation, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Jvm.java().toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", Installation.classPath(installation.engineJars()), MAIN));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
