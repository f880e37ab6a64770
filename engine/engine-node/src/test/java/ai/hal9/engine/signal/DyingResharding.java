package ai.hal9.engine.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.reshard.Moved;
import ai.hal9.engine.reshard.Resharding;
import ai.hal9.engine.reshard.Servers;
import ai.hal9.engine.store.ShardCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A process that adds a second shard and ends, as by kill -9, when it has reached a step. */
final class DyingResharding {

  private static final int KILLED = 137;
  private static final Resharding.Pace QUICK =
      new Resharding.Pace(Duration.ofSeconds(1), Duration.ofMillis(600));

  private DyingResharding() {}

  public static void main(String[] words) throws SQLException {
    var last = Resharding.Step.valueOf(words[6]);
    add(
        new NodeConfig.Database(words[0], words[1], Path.of(words[2])),
        new NodeConfig.Database(words[3], words[4], Path.of(words[5])),
        reached -> {
          if (reached == last) {
            Runtime.getRuntime().halt(KILLED);
          }
        });
  }

  /** Adds it in this process. */
  static List<Moved> add(
      NodeConfig.Database first, NodeConfig.Database second, Resharding.Steps steps)
      throws SQLException {
    return new Resharding(
            new Servers(first), Resharding.Progress.NONE, steps, QUICK, Clock.systemUTC())
        .add(
            new ShardCatalogue.Entry(
                1, second.url(), second.username(), second.passwordFile(), ""));
  }

  /** Adds it, or goes on, in a process that dies at a step. */
  static void killedAt(Resharding.Step step, NodeConfig.Database first, NodeConfig.Database second)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DyingResharding.class.getName(),
                first.url(),
                first.username(),
                String.valueOf(first.passwordFile()),
                second.url(),
                second.username(),
                String.valueOf(second.passwordFile()),
                step.name())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(KILLED);
  }
}
