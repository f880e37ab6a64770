package ai.hal9.sim.supervisor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogLimitTest {

  private static final int MIB = 1 << 20;

  @TempDir private Path directory;

  @Test
  void log_overTheLimit_isCopiedAndEmptiedWhileItsProcessGoesOnWriting() throws Exception {
    var log = directory.resolve("node-1.log");
    var writer =
        new ProcessBuilder("cat").redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    var process = writer.start();
    try (var input = process.getOutputStream()) {
      var before = "before\n".repeat(17 * MIB / "before\n".length());
      input.write(before.getBytes(US_ASCII));
      input.flush();
      await().until(() -> Files.size(log) == before.length());

      new LogLimit(List.of(directory)).enforce();

      assertThat(log).isEmptyFile();
      assertThat(directory.resolve("node-1.log.1")).hasContent(before);
      input.write("after\n".getBytes(US_ASCII));
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(log).hasContent("after\n");
  }

  @Test
  void log_ofAStore_besideItsData_isLimitedToo() throws IOException {
    var folder = Files.createDirectory(directory.resolve("postgres"));
    var log = Files.write(folder.resolve("postgres.log"), new byte[17 * MIB]);

    new LogLimit(List.of(directory)).enforce();

    assertThat(log).isEmptyFile();
    assertThat(folder.resolve("postgres.log.1")).hasSize(17L * MIB);
  }

  @Test
  void log_thatCannotBeCopied_isEmptiedAllTheSame() throws IOException {
    var log = Files.write(directory.resolve("node-1.log"), new byte[17 * MIB]);
    // a folder that is not empty cannot be replaced by a copy
    Files.createFile(Files.createDirectory(directory.resolve("node-1.log.1")).resolve("x"));

    new LogLimit(List.of(directory)).enforce();

    assertThat(log).isEmptyFile();
  }

  @Test
  void log_withinTheLimit_isLeftAlone() throws IOException {
    var log = Files.write(directory.resolve("redis.log"), new byte[16 * MIB]);

    new LogLimit(List.of(directory)).enforce();

    assertThat(log).hasSize(16L * MIB);
    assertThat(directory.resolve("redis.log.1")).doesNotExist();
  }
}
