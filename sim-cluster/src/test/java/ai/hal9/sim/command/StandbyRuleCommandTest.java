package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.cluster.StandbyOrder;
import ai.hal9.sim.cluster.StandbyRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

final class StandbyRuleCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void rule_isShown_andChangedOnceTheSupervisorSaysSo() {
    var clusters = new Obeying(directory, StandbyRule.AVAILABLE);

    assertThat(run(clusters)).isEqualTo(ExitCode.DONE);
    assertThat(run(clusters, "strict")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("available\nstrict\n");
    assertThat(clusters.rule).isEqualTo(StandbyRule.STRICT);
  }

  @Test
  void rule_thatIsNone_isAMistakeOfUsage() {
    assertThat(run(new Obeying(directory, StandbyRule.AVAILABLE), "sometimes"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void cluster_withoutStandbys_hasNoRule() {
    assertThat(run(new Obeying(directory, null), "strict")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("has no standbys");
  }

  private int run(ClusterControl clusters, String... words) {
    var output = Output.of(stream(out), stream(err));
    var commands = List.<Object>of(new StandbyRuleCommand(output, () -> clusters));
    return new CommandRunner(new Root(), commands, output)
        .run(Stream.concat(Stream.of("standby-rule"), Stream.of(words)).toArray(String[]::new));
  }

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  @Command(name = "hal9")
  private static final class Root {}

  /** A cluster whose supervisor takes an order between two looks at its state. */
  private static final class Obeying implements ClusterControl {

    private final Path directory;
    private @Nullable StandbyRule rule;

    Obeying(Path directory, @Nullable StandbyRule rule) {
      this.directory = directory;
      this.rule = rule;
    }

    @Override
    public Optional<ClusterState> state(String name) {
      var order = new StandbyOrder(directory(name));
      var url = URI.create("http://127.0.0.1:1");
      var before = rule;
      try {
        if (order.open()) {
          rule = order.read().orElseThrow();
          order.done();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Optional.of(
          new ClusterState(
              name,
              ClusterState.Phase.READY,
              url,
              directory.resolve("token"),
              List.of(),
              List.of(),
              List.of(),
              new ClusterState.Balancer(1, url),
              before));
    }

    @Override
    public List<String> names() {
      return List.of("default");
    }

    @Override
    public ClusterDirectory directory(String name) {
      return new ClusterDirectory(directory);
    }

    @Override
    public RunningCluster start(ClusterSpec spec, Consumer<ClusterEvent> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean stop(String name, Consumer<ClusterEvent> listener) {
      throw new UnsupportedOperationException();
    }
  }
}
