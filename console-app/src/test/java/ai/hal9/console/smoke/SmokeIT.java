package ai.hal9.console.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.Jvm;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One way through the whole console, in a real window, with a real cluster under load. */
@NeedsXvfb
class SmokeIT {

  private static final Path DIRECTORY = Path.of("target", "smoke").toAbsolutePath();
  private static final long LONGEST_MINUTES = 5;

  @Test
  void console_walkedThrough_endsWell_andLeavesNothing() throws IOException, InterruptedException {
    Trees.delete(DIRECTORY);
    var home = Files.createDirectories(DIRECTORY.resolve("home"));
    var log = DIRECTORY.resolve("console.log");
    try (var x = Xvfb.start(DIRECTORY.resolve("xvfb.log"))) {
      var builder =
          new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("DISPLAY", x.display());
      builder.environment().put("HAL9_HOME", home.toString());
      builder.environment().remove("WAYLAND_DISPLAY");
      var console = builder.start();
      try {
        assertThat(console.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).as("it ends").isTrue();
      } finally {
        console.destroyForcibly().onExit().join();
      }

      assertThat(Files.readString(log)).contains(SmokeWalk.DONE);
      assertThat(console.exitValue()).as("exit code; see %s", log).isZero();
    }
    var clusters = ClusterControl.of(new Hal9Home(home), Installation.current());
    assertThat(clusters.state(SmokeWalk.CLUSTER).orElseThrow().state()).isEqualTo(Phase.STOPPED);
  }

  private static List<String> command() {
    return List.of(
        Jvm.java().toString(),
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "-Dprism.order=sw",
        "-Djavafx.cachedir=" + DIRECTORY.resolve("fxcache"),
        "-Djava.io.tmpdir=" + DIRECTORY,
        "-cp",
        System.getProperty("java.class.path"),
        SmokeWalk.class.getName());
  }
}
