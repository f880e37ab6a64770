package ai.hal9.console.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(T);

  @TempDir private Path directory;

  @Test
  void run_kept_isThereWhenOpenedAgain_withItsWholeReport() {
    var text = SampleReports.of("slow", T, 30_000, "100");
    long id;
    try (var store = RunStore.in(directory, CLOCK)) {
      id = store.add(text);
    }

    try (var store = RunStore.in(directory, CLOCK)) {
      assertThat(store.report(id)).contains(text);
      assertThat(store.list())
          .singleElement()
          .satisfies(
              run -> {
                assertThat(run.name()).isEqualTo("slow");
                assertThat(run.startedAt()).isEqualTo(T);
                assertThat(run.throughput()).isEqualTo(100);
                assertThat(run.p99()).isBetween(0.030, 0.0301);
                assertThat(run.verdict()).isEqualTo(RunSummary.Verdict.MISSED);
                assertThat(run.failed()).isEqualTo(10);
                assertThat(run.tuningVersion()).isEqualTo(3);
                assertThat(run.valid()).isTrue();
              });
    }
  }

  @Test
  void run_keptTwice_isThereOnce() {
    try (var store = RunStore.in(directory, CLOCK)) {
      var text = SampleReports.of("one", T, 1_000, "100");

      assertThat(store.add(text)).isEqualTo(store.add(text));
      assertThat(store.list()).hasSize(1);
    }
  }

  @Test
  void runs_areListedLatestFirst() {
    try (var store = RunStore.in(directory, CLOCK)) {
      store.add(SampleReports.of("early", T, 1_000, "1"));
      store.add(SampleReports.of("late", T.plusSeconds(60), 1_000, "1"));

      assertThat(store.list()).extracting(RunSummary::name).containsExactly("late", "early");
    }
  }

  @Test
  void nameAndNotes_changed_stay() {
    try (var store = RunStore.in(directory, CLOCK)) {
      var id = store.add(SampleReports.of("one", T, 1_000, "100"));
      store.rename(id, "before the change");
      store.annotate(id, "buffers of 100");
    }

    try (var store = RunStore.in(directory, CLOCK)) {
      assertThat(store.list().getFirst().name()).isEqualTo("before the change");
      assertThat(store.list().getFirst().notes()).isEqualTo("buffers of 100");
    }
  }

  @Test
  void close_waitsForAChangeThatIsExpected() throws InterruptedException {
    var store = RunStore.in(directory, CLOCK);
    var id = store.add(SampleReports.of("one", T, 1_000, "100"));
    var made = store.expect();
    var closing = Thread.ofVirtual().start(store::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);

    store.annotate(id, "written at the last moment");
    made.run();
    closing.join();

    try (var again = RunStore.in(directory, CLOCK)) {
      assertThat(again.list().getFirst().notes()).isEqualTo("written at the last moment");
    }
  }

  @Test
  void run_deleted_comesBackForADay_andNotAfter() {
    try (var store = RunStore.in(directory, CLOCK)) {
      var id = store.add(SampleReports.of("one", T, 1_000, "100"));
      store.delete(List.of(id));
      assertThat(store.list()).isEmpty();
      store.restore(List.of(id));
      assertThat(store.list()).hasSize(1);
      store.delete(List.of(id));
    }

    try (var store = RunStore.in(directory, CLOCK)) {
      assertThat(store.list()).isEmpty();
      assertThat(store.report(1)).isPresent();
    }
    var later = InstantSource.fixed(T.plusSeconds(90_000));
    try (var store = RunStore.in(directory, later)) {
      assertThat(store.list()).isEmpty();
      assertThat(store.report(1)).isEmpty();
    }
  }

  @Test
  void file_damaged_isMovedAside_andSaid() throws IOException {
    try (var store = RunStore.in(directory, CLOCK)) {
      store.add(SampleReports.of("one", T, 1_000, "100"));
    }
    var file = directory.resolve("runs.mv.db");
    var bytes = Files.readAllBytes(file);
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);

    try (var store = RunStore.in(directory, CLOCK)) {
      assertThat(store.list()).isEmpty();
      assertThat(store.notice()).contains("damaged", "moved to");
      store.add(SampleReports.of("next", T, 1_000, "100"));
      assertThat(store.list()).hasSize(1);
    }
    try (var files = Files.list(directory)) {
      assertThat(files.filter(each -> each.toString().contains("damaged")))
          .singleElement()
          .satisfies(aside -> assertThat(Files.readAllBytes(aside)).isEqualTo(bytes));
    }
  }

  @Test
  void file_cutShort_isMovedAside() throws IOException {
    Files.writeString(directory.resolve("runs.mv.db"), "not a database");

    try (var store = RunStore.in(directory, CLOCK)) {
      assertThat(store.list()).isEmpty();
      assertThat(store.notice()).contains("damaged");
    }
  }

  @Test
  void text_noReport_isRefused() {
    try (var store = RunStore.in(directory, CLOCK)) {
      assertThatThrownBy(() -> store.add(new RunReportText("{}", "")))
          .isInstanceOfSatisfying(
              RunsException.class,
              e -> assertThat(e.code()).isEqualTo(RunsException.Code.NO_REPORT));
    }
  }

  @Test
  void report_setAside_isKeptWithTheNextOpening() {
    try (var store = RunStore.in(directory, CLOCK)) {
      var file = store.setAside(SampleReports.of("aside", T, 1_000, "100"));
      assertThat(file).exists();

      assertThat(store.list()).extracting(RunSummary::name).containsExactly("aside");
      assertThat(file).doesNotExist();
      assertThat(store.list().getFirst().hasPage()).isTrue();
    }
  }

  @Test
  void filter_wantsEveryWord() {
    try (var store = RunStore.in(directory, CLOCK)) {
      store.add(SampleReports.of("one", T, 1_000, "100"));
      var run = store.list().getFirst();

      assertThat(run.matches("ONE met")).isTrue();
      assertThat(run.matches("one missed")).isFalse();
    }
  }
}
