package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.RunningCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

final class DemoCommandTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Output output =
      Output.of(
          new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
          new PrintStream(err, true, UTF_8));

  @TempDir private Path directory;

  @Command(name = "hal9")
  private static final class Root {}

  /** There is no display. */
  private static final class NoWindow implements DemoWindow {
    @Override
    public boolean present() {
      return false;
    }

    @Override
    public boolean watch(RunningCluster cluster, DemoLoad load) {
      return false;
    }
  }

  @Test
  void report_thatCannotBeWritten_isSaidBeforeAnythingStarts() throws IOException {
    var taken = Files.createFile(directory.resolve("taken"));

    assertThat(run("demo", "--report", taken.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(UTF_8))
        .contains("cannot write the report to " + taken, "choose another place with --report");
  }

  private int run(String... arguments) {
    var demo =
        new DemoCommand(
            output,
            () -> {
              throw new AssertionError("started");
            },
            new NoWindow());
    return new CommandRunner(new Root(), List.of(demo), output).run(arguments);
  }
}
