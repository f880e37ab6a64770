package ai.hal9.console.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.command.Hal9;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.Jvm;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ctrl-C in the terminal of a demo that shows a window and sends load. */
@NeedsXvfb
class InterruptedDemoIT {

  private static final Path DIRECTORY = Path.of("target", "interrupted-demo").toAbsolutePath();

  /** A word of the line that the terminal gets of a load under way. */
  private static final String PROGRESS = "  cached ";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void demo_interrupted_endsWithItsCode_andLeavesNoProcess()
      throws IOException, InterruptedException {
    Trees.delete(DIRECTORY);
    var home = Files.createDirectories(DIRECTORY.resolve("home"));
    var log = DIRECTORY.resolve("demo.log");
    try (var x = Xvfb.start(DIRECTORY.resolve("xvfb.log"))) {
      var builder =
          new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("DISPLAY", x.display());
      builder.environment().put("HAL9_HOME", home.toString());
      builder.environment().remove("WAYLAND_DISPLAY");
      var demo = builder.start();
      try {
        await()
            .atMost(PATIENCE)
            .until(() -> !demo.isAlive() || Files.readString(log).contains(PROGRESS));
        assertThat(demo.isAlive()).as("it runs; see %s", log).isTrue();
        var started = demo.descendants().toList();
        assertThat(started).as("the cluster's processes and the generator").hasSizeGreaterThan(4);

        var kill = new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start();
        assertThat(kill.waitFor()).isZero();

        assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(demo.exitValue()).as("exit code; see %s", log).isEqualTo(130);
        await().atMost(PATIENCE).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
      } finally {
        demo.destroyForcibly().onExit().join();
      }
    }
    var clusters = ClusterControl.of(new Hal9Home(home), Installation.current());
    assertThat(clusters.state("demo").orElseThrow().state()).isEqualTo(Phase.STOPPED);
  }

  /** Whoever runs the build may have it ignore Ctrl-C, which its children would do too. */
  private static List<String> command() {
    return List.of(
        "env",
        "--default-signal=INT",
        Jvm.java().toString(),
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "-Dprism.order=sw",
        "-Djavafx.cachedir=" + DIRECTORY.resolve("fxcache"),
        "-Djava.io.tmpdir=" + DIRECTORY,
        "-cp",
        System.getProperty("java.class.path"),
        Hal9.class.getName(),
        "demo",
        "--nodes",
        "1",
        "--report",
        DIRECTORY.resolve("report").toString());
  }
}
