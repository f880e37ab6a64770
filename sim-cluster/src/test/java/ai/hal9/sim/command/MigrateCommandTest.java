package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class MigrateCommandTest {

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Command(name = "hal9")
  private static final class Root {}

  @Test
  void file_notNamed_isAUsageError() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(said()).contains("--from FILE is missing");
  }

  @Test
  void file_thatIsNone_isAUsageError() {
    assertThat(run("--from", folder.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(said()).contains("none is no file that can be read");
    assertThat(run("--from", folder.toString())).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void target_neitherNamedNorRunning_isNotReached() throws IOException {
    assertThat(run("--from", file())).isEqualTo(ExitCode.FAILED);
    assertThat(said()).contains("no local cluster named default", "--to");
  }

  @Test
  void passwordFile_thatIsNone_isAUsageError() throws IOException {
    assertThat(
            run(
                "--from",
                file(),
                "--to",
                "jdbc:postgresql://127.0.0.1:1/hal9",
                "--password-file",
                "/does/not/exist"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(said()).contains("cannot read the password in /does/not/exist");
  }

  @Test
  void login_withoutItsServer_isAUsageError() throws IOException {
    assertThat(run("--from", file(), "--username", "anna")).isEqualTo(ExitCode.USAGE);
    assertThat(said()).contains("--username and --password-file go with --to");
  }

  @Test
  void target_namedTwice_isAUsageError() throws IOException {
    assertThat(
            run(
                "--from", file(),
                "--to", "jdbc:postgresql://127.0.0.1:1/hal9",
                "--config", "node.yaml"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(said()).contains("--to and --config exclude one another");
  }

  private String file() throws IOException {
    return Files.writeString(folder.resolve("old.sqlite"), "").toString();
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
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
