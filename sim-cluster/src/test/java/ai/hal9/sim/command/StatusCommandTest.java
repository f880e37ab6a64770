package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

final class StatusCommandTest {

  private static final URI URL = URI.create("http://127.0.0.1:8080");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Command(name = "hal9")
  private static final class Root {}

  @Test
  void clusters_ofOtherNamesThatRun_areNamed() {
    assertThat(run(state("default", Phase.STOPPED), state("demo", Phase.READY)))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(UTF_8)).contains("cluster default: stopped");
    assertThat(err.toString(UTF_8)).contains("running: demo (choose with --name)");
  }

  @Test
  void clusters_ofOtherNamesThatHaveStopped_areNot() {
    assertThat(run(state("default", Phase.READY), state("demo", Phase.STOPPED)))
        .isEqualTo(ExitCode.DONE);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  private static ClusterState state(String name, Phase phase) {
    return new ClusterState(
        name,
        phase,
        URL,
        Path.of("token"),
        List.of(),
        List.of(),
        List.of(),
        new ClusterState.Balancer(1, URL),
        null);
  }

  private int run(ClusterState... states) {
    var output = Output.of(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    var status = new StatusCommand(output, () -> new ListedClusters(List.of(states)));
    return new CommandRunner(new Root(), List.of(status), output).run("status");
  }
}
