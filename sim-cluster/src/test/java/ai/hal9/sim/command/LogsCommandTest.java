package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

final class LogsCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Output output =
      Output.of(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

  @TempDir private Path directory;

  @Command(name = "hal9")
  private static final class Root {}

  @ParameterizedTest
  @ValueSource(strings = {"--name", "-f --name", "node-1 --name"})
  void cluster_thatNeverWas_isRefused(String options) {
    assertThat(run(("logs " + options + " other").split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).contains("cluster other has no logs");
  }

  @Test
  void lines_below0_areRefused() throws IOException {
    log();
    assertThat(run("logs", "-n", "-5")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).contains("--lines: -5 is not 0 or more");
  }

  @Test
  void lines_areTheLastOnes() throws IOException {
    log();
    assertThat(run("logs", "-n", "2")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(UTF_8)).isEqualTo("node-1 | two\nnode-1 | three\n");
  }

  @Test
  @Timeout(30)
  void follow_whatNobodyReadsAnyMore_ends() throws IOException {
    log();
    var gone =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            true,
            UTF_8);
    var toNobody = Output.of(gone, new PrintStream(err, true, UTF_8));

    assertThat(run(toNobody, "logs", "-f")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void line_longerThanABlock_isShownInPieces_andWhatFollows() throws IOException {
    var log = Files.writeString(directory.resolve("a.log"), "x".repeat(300_000) + "\nafter\n");

    new LogTail("", log, output).more();

    assertThat(out.toString(UTF_8)).endsWith("x\nafter\n");
    assertThat(out.toString(UTF_8).chars().filter(each -> each == 'x').count()).isEqualTo(300_000);
  }

  private void log() throws IOException {
    var logs = new Hal9Home(directory).cluster("default").logs();
    Files.createDirectories(logs);
    Files.writeString(logs.resolve("node-1.log"), "one\ntwo\nthree\n");
  }

  private int run(String... arguments) {
    return run(output, arguments);
  }

  private int run(Output output, String... arguments) {
    var clusters = ClusterControl.of(new Hal9Home(directory), new Installation(directory));
    return new CommandRunner(new Root(), List.of(new LogsCommand(output, () -> clusters)), output)
        .run(arguments);
  }
}
