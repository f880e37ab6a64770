package ai.hal9.stores.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.stores.LocalStores;
import ai.hal9.stores.StoresOfAnotherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells a process of its parent's death")
final class KilledOwnerIT {

  @TempDir Path directory;

  @Test
  void stores_ofKilledJvm_endAndCanBeStartedAgain() {
    Path data = directory.resolve("stores");
    assertEndWithTheirOwner(StoresOfAnotherJvm.class, data, 2);

    try (var stores = LocalStores.start(data)) {
      assertThat(stores.postgres().process().alive()).isTrue();
    }
  }

  @Test
  void watchedChild_ofKilledJvm_ends() {
    assertEndWithTheirOwner(WatchedChild.class, directory, 1);
  }

  private void assertEndWithTheirOwner(Class<?> program, Path argument, int children) {
    try (var spawner = Spawner.open()) {
      ChildProcess owner = spawner.start(jvm(program, argument));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> owner.log().lastLines(1).toString().startsWith("[pids "));
      String[] words = owner.log().lastLines(1).getFirst().split(" ", -1);
      List<Long> pids = Arrays.stream(words).skip(1).map(Long::valueOf).toList();
      assertThat(pids).hasSize(children).allMatch(KilledOwnerIT::running);

      owner.kill();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> pids.stream().noneMatch(KilledOwnerIT::running));
    }
  }

  private ChildSpec jvm(Class<?> program, Path argument) {
    return ChildSpec.of(
        "owner",
        directory,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            argument.toString()));
  }

  /** A process that only waits for its new parent to take note of its end does not run. */
  private static boolean running(long pid) {
    try {
      return !Files.readString(Path.of("/proc/" + pid + "/cmdline")).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }
}
