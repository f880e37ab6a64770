package ai.hal9.sim.acceptance;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process of its own that starts a cluster and holds it, to be killed. */
final class ClusterLauncher implements AutoCloseable {

  private final Process process;

  private ClusterLauncher(Process process) {
    this.process = process;
  }

  /** Starts one; the cluster is not ready yet. */
  static ClusterLauncher start(Path home, String cluster) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-D" + Installation.PROPERTY + "=" + Installation.current().root(),
            "-cp",
            System.getProperty("java.class.path"),
            ClusterLauncher.class.getName(),
            home.toString(),
            cluster);
    return new ClusterLauncher(builder.inheritIO().start());
  }

  /** In that process: starts the cluster and waits until it ends. */
  public static void main(String[] arguments) throws InterruptedException {
    var control = ClusterControl.of(new Hal9Home(Path.of(arguments[0])), Installation.current());
    try (var cluster = control.start(DurabilityIT.spec(arguments[1]), event -> {})) {
      cluster.awaitEnd(Duration.ofMinutes(5));
    }
  }

  /** Ends it without a chance to clean up. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
