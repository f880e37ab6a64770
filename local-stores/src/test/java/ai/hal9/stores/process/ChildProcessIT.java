package ai.hal9.stores.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its children are shell commands")
final class ChildProcessIT {

  @TempDir Path directory;

  private final Spawner spawner = Spawner.open();

  @AfterEach
  void close() {
    spawner.close();
  }

  @Test
  void pid_ofChild_isTheProgramsOwn() {
    ChildProcess child = spawner.start(shell("echo $$; exec sleep 60"));

    await().until(() -> child.log().lastLines(1).equals(List.of(Long.toString(child.pid()))));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "setsid is Linux's")
  void session_ofChild_isItsOwn() {
    ChildProcess child = spawner.start(shell("ps -o sid= -p $$ 2>&1 || cat /proc/$$/stat"));
    child.onExit().join();

    assertThat(child.log().lastLines(1).getFirst()).contains(Long.toString(child.pid()));
  }

  @Test
  void environment_ofSpec_isAddedToThisJvms() {
    ChildProcess child =
        spawner.start(
            shell("echo $GREETING; echo $PATH").withEnvironment(Map.of("GREETING", "hello")));
    child.onExit().join();

    assertThat(child.log().lastLines(2)).containsExactly("hello", System.getenv("PATH"));
  }

  @Test
  void stop_ofWillingChild_isPoliteAndIdempotent() {
    ChildProcess child = startReady("trap 'echo bye; exit 0' TERM");

    assertThat(child.stop(Duration.ofSeconds(10))).isTrue();
    assertThat(child.stop(Duration.ofSeconds(10))).isTrue();
    assertThat(child.exitStatus()).hasValue(0);
    assertThat(child.log().lastLines(1)).containsExactly("bye");
  }

  @Test
  void stop_ofDeafChild_killsItAfterTheGrace() {
    ChildProcess child = startReady("trap '' TERM");

    assertThat(child.stop(Duration.ofMillis(100))).isFalse();
    assertThat(child.alive()).isFalse();
  }

  @Test
  void log_atSixStarts_keepsTheFiveBefore() throws Exception {
    for (int start = 1; start <= 7; start++) {
      spawner.start(shell("echo start " + start)).onExit().join();
    }

    assertThat(Files.readString(directory.resolve("child.log"))).isEqualTo("start 7\n");
    assertThat(Files.readString(directory.resolve("child.log.1"))).isEqualTo("start 6\n");
    assertThat(Files.readString(directory.resolve("child.log.5"))).isEqualTo("start 2\n");
    assertThat(directory.resolve("child.log.6")).doesNotExist();
  }

  @Test
  void await_ofChildThatEndsForAFullDisk_saysSo() {
    ChildProcess child = spawner.start(shell("echo write: No space left on device; exit 3"));

    assertThatThrownBy(() -> Readiness.await(child, Duration.ofSeconds(10), () -> false))
        .hasMessageContaining("free space")
        .hasMessageContaining("status 3")
        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.DISK_FULL))
        .satisfies(e -> assertThat(e.detail()).containsExactly("write: No space left on device"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "could not open shared memory segment \"/PostgreSQL.1\": Permission denied",
        "could not resize shared memory segment \"/PostgreSQL.1\" to 1 byte:"
            + " No space left on device"
      })
  void await_ofChildWithoutSharedMemory_blamesNeitherDiskNorDirectory(String complaint) {
    ChildProcess child = spawner.start(shell("echo '" + complaint + "'; exit 1"));

    assertThatThrownBy(() -> Readiness.await(child, Duration.ofSeconds(10), () -> false))
        .hasMessageContaining("/dev/shm")
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.SHARED_MEMORY_MISSING));
  }

  @Test
  void await_ofChildThatNeverIsReady_leavesNoProcess() {
    ChildProcess child = startReady("echo busy");

    assertThatThrownBy(() -> Readiness.await(child, Duration.ofMillis(50), () -> false))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.START_TIMED_OUT));
    assertThat(child.alive()).isFalse();
  }

  @Test
  void close_ofSpawner_endsWhatRuns() {
    ChildProcess child = startReady("echo busy");

    spawner.close();

    assertThat(child.alive()).isFalse();
  }

  private ChildSpec shell(String script) {
    return ChildSpec.of("child", directory, List.of("/bin/sh", "-c", script));
  }

  /** Runs the script, then idles in the shell itself, so that its traps work. */
  private ChildProcess startReady(String script) {
    ChildProcess child =
        spawner.start(shell(script + "; echo ready; while :; do sleep 0.05; done"));
    await().until(() -> child.log().lastLines(1).contains("ready"));
    return child;
  }
}
