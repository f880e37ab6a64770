package ai.hal9.sim.process;

import java.util.ArrayList;
import java.util.List;

/** How the JVM that moves a SQLite file into PostgreSQL is started: it takes little memory. */
public final class MigrationJvm {

  private static final String MAIN = "ai.hal9.engine.migration.MigrationProcess";

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx128m",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED");

  private final Installation installation;

  private MigrationJvm(Installation installation) {
    this.installation = installation;
  }

  public static MigrationJvm of(Installation installation) {
    return new MigrationJvm(installation);
  }

  /** The command line with these arguments. */
  public List<String> command(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Jvm.java().toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", Installation.classPath(installation.engineJars()), MAIN));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
