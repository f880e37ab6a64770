package ai.hal9.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.process.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault from its cluster's start to the comparison with PostgreSQL. */
@Tag("real-nodes")
final class FaultsIT {

  private static final Pace QUICK =
      new Pace(
          50,
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(2));

  @TempDir private Path directory;

  @Test
  void nodesKilled_underLoad_keepWhatWasAcknowledgedAndLeaveNothingBehind() throws Exception {
    var control = ClusterControl.of(ScratchHome.in(directory), Installation.current());
    List<String> told = new CopyOnWriteArrayList<>();
    var run = new FaultRun(control, FaultsIT::shape, QUICK, told::add);

    var outcome = run.run(new NodesKilled(), Durability.COMMITTED);

    assertThat(outcome).isInstanceOf(FaultOutcome.Measured.class);
    var measured = (FaultOutcome.Measured) outcome;
    assertThat(measured.audit().kept()).as("%s", measured.audit()).isTrue();
    assertThat(measured.audit().acknowledged()).isPositive();
    assertThat(measured.games().kept()).as("%s", measured.games()).isTrue();
    assertThat(measured.games().acknowledged()).isPositive();
    assertThat(measured.games().rounds()).isPositive();
    assertThat(measured.recovery()).isPresent();
    assertThat(measured.whole().offered())
        .isEqualTo(
            measured.whole().acknowledged()
                + measured.whole().refused().values().stream().mapToLong(n -> n).sum());
    assertThat(told)
        .filteredOn(line -> line.matches("node-[12] \\(pid \\d+\\) ended with status 137.*"))
        .hasSize(2);
    assertThat(Files.exists(control.directory("nodes-killed-committed").root())).isFalse();
  }

  private static ClusterSpec shape(String name) {
    return ClusterSpec.named(name)
        .withNodes(2)
        .withStandbys(0)
        .with("database.max_connections", "5")
        .with("database.min_connections", "1");
  }
}
