package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A console that is killed takes the cluster it has started with it. */
class KilledConsoleIT {

  private static final String NAME = "killed-console-it";

  @Test
  void console_killed_leavesNoProcess() throws IOException, InterruptedException {
    var home = Files.createTempDirectory(Path.of("target"), NAME);
    var control = ClusterControl.of(new Hal9Home(home), Installation.current());
    var console =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Djava.awt.headless=true",
                "-Djavafx.cachedir=" + System.getProperty("javafx.cachedir"),
                "-cp",
                System.getProperty("java.class.path"),
                ConsoleProcess.class.getName(),
                home.toString(),
                NAME)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = console.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo(ConsoleProcess.STARTED);
      var processes = processes(control.state(NAME).orElseThrow());
      assertThat(processes).hasSizeGreaterThanOrEqualTo(4).allMatch(ProcessHandle::isAlive);

      console.destroyForcibly().waitFor();

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
      // the supervisor is the last to end
      await().until(() -> control.state(NAME).orElseThrow().state() == Phase.STOPPED);
    } finally {
      console.destroyForcibly();
      control.stop(NAME, _ -> {});
    }
  }

  private static List<ProcessHandle> processes(ClusterState state) {
    var stores = Stream.concat(state.postgres().stream(), state.redis().stream());
    return LongStream.concat(
            LongStream.of(state.balancer().pid()),
            LongStream.concat(
                state.nodes().stream().mapToLong(ClusterState.Node::pid),
                stores.mapToLong(ClusterState.Store::pid)))
        .filter(pid -> pid > 0)
        .mapToObj(pid -> ProcessHandle.of(pid).orElseThrow())
        .toList();
  }
}
