package ai.hal9.sim.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.SimException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReversibleTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void doing_isDoneWhenItReturns_andUndoneWhenClosed() {
    var file = directory.resolve("a file");
    try (var _ = Reversible.of("touch \"$1\"", "rm \"$1\"", List.of(file.toString()))) {
      assertThat(file).exists();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void doing_thatFails_saysWhy() {
    assertThatThrownBy(() -> Reversible.of("echo no room; false", "true", List.of()))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("no room");
  }

  @Test
  void owner_killed_isUndoneAllTheSame() throws IOException {
    var file = directory.resolve("file");
    var owner =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = owner.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("ready");
      assertThat(file).exists();
    } finally {
      owner.destroyForcibly();
    }
    await().atMost(SOON).until(() -> !Files.exists(file));
  }

  @Test
  void freeze_ofAProcess_stopsItUntilClosed() throws IOException {
    var sleeper = new ProcessBuilder("sleep", "60").start();
    try {
      try (var _ = Freeze.of(sleeper.pid())) {
        await().atMost(SOON).until(() -> state(sleeper.pid()).equals("T"));
      }
      await().atMost(SOON).until(() -> state(sleeper.pid()).equals("S"));
    } finally {
      sleeper.destroyForcibly();
    }
  }

  /** The letter that {@code /proc/PID/stat} has for it. */
  private static String state(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  }

  /** A process that does something reversible, and waits to be killed. */
  static final class Owner {
    public static void main(String[] arguments) throws InterruptedException {
      var _ = Reversible.of("touch \"$1\"", "rm \"$1\"", List.of(arguments[0]));
      System.out.println("ready");
      Thread.sleep(Duration.ofMinutes(1));
    }
  }
}
