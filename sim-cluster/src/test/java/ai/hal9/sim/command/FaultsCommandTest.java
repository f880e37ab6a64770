package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

final class FaultsCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Output output =
      Output.of(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

  @Command(name = "hal9")
  private static final class Root {}

  @Test
  void unknownFault_isRefusedBeforeAnythingStarts_andTheKnownAreNamed() {
    assertThat(run("faults", "--only", "nodes-killed,meteor")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .contains("there is no fault meteor; there are nodes-killed, postgres-killed,");
  }

  @Test
  void unknownDurability_isRefused() {
    assertThat(run("faults", "--durability", "memory")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).contains("memory");
  }

  @Test
  void report_thatCannotBeWritten_isSaidBeforeAnythingStarts(@TempDir Path folder)
      throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    assertThat(run("faults", "--report", folder.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("faults", "--report", file + "/faults.md")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(UTF_8))
        .contains("is a directory; name a file in it", "cannot write the report to " + file);
  }

  private int run(String... arguments) {
    return new CommandRunner(new Root(), List.of(new FaultsCommand(output)), output).run(arguments);
  }
}
