package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class MigrateCommandTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Command(name = "hal9")
  private static final class Root {}

  @Test
  void file_notNamed_isAUsageError() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--from FILE is missing");
  }

  @Test
  void target_neitherNamedNorRunning_isNotReached() {
    assertThat(run("--from", "old.sqlite")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no local cluster named default");
  }

  @Test
  void passwordFile_thatIsNone_isAUsageError() {
    assertThat(
            run(
                "--from",
                "old.sqlite",
                "--to",
                "jdbc:postgresql://127.0.0.1:1/hal9",
                "--password-file",
                "/does/not/exist"))
        .isEqualTo(ExitCode.USAGE);
  }

  private int run(String... arguments) {
    var output =
        Output.of(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    var command = new MigrateCommand(output, () -> new ListedClusters(List.of()));
    var words = new String[arguments.length + 1];
    words[0] = "migrate";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return new CommandRunner(new Root(), List.of(command), output).run(words);
  }
}
