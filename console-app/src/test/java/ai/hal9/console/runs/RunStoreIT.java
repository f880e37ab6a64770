package ai.hal9.console.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.process.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of runs and a process that is killed while it writes. */
class RunStoreIT {

  private static final int KEPT = 10;

  @TempDir private Path directory;

  @Test
  void writerKilled_losesNothingItHadSaid() throws IOException, InterruptedException {
    var keeper = keeper();
    try (var said = keeper.inputReader(UTF_8)) {
      awaitKept(said);

      // by its handle: a Process's own kill closes the pipe with what it had said
      keeper.toHandle().destroyForcibly();
      keeper.waitFor();

      var last = said.lines().mapToInt(Integer::parseInt).max().orElse(KEPT);
      try (var store = RunStore.in(directory, InstantSource.system())) {
        assertThat(store.list()).hasSizeGreaterThanOrEqualTo(last);
        assertThat(store.notice()).isEmpty();
        for (var run : store.list()) {
          assertThat(store.report(run.id())).isPresent();
        }
      }
    } finally {
      keeper.destroyForcibly();
    }
  }

  @Test
  void openElsewhere_isSaid_andFreeAfterwards() throws IOException, InterruptedException {
    var keeper = keeper();
    try (var said = keeper.inputReader(UTF_8);
        var store = RunStore.in(directory, InstantSource.system())) {
      awaitKept(said);

      assertThatThrownBy(store::list)
          .isInstanceOfSatisfying(
              RunsException.class,
              e -> {
                assertThat(e.code()).isEqualTo(RunsException.Code.BUSY);
                assertThat(e).hasMessageContaining("open in another window");
              });
      keeper.destroyForcibly().waitFor();
      assertThat(store.list()).isNotEmpty();
    } finally {
      keeper.destroyForcibly();
    }
  }

  private Process keeper() throws IOException {
    return new ProcessBuilder(
            Jvm.java().toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RunKeeper.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void awaitKept(BufferedReader said) throws IOException {
    var kept = 0;
    while (kept < KEPT) {
      kept = Integer.parseInt(said.readLine());
    }
  }
}
