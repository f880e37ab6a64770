package ai.hal9.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.runs.SampleReports;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.report.SavedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsModelTest {

  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir private Path directory;
  private RunStore store;
  private RunsModel model;

  @BeforeEach
  void open() {
    store = RunStore.in(directory, Clock.systemUTC());
    store.add(SampleReports.of("slow", TEN, 40_000, "100"));
    store.add(SampleReports.of("fast", TEN.plusSeconds(60), 10_000, "500"));
    model = new RunsModel(store, Background.sameThread());
    model.refresh();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void open_byId_showsThatRun_whateverWasOpenBefore() {
    model.open(List.of(run("slow")));

    model.open(run("fast").id());

    assertThat(opened()).containsExactly("fast");
  }

  @Test
  void open_several_theEarliestComesFirst() {
    model.open(List.of(run("fast"), run("slow")));

    assertThat(opened()).containsExactly("slow", "fast");
  }

  @Test
  void open_idOfNoRun_showsTheList_andSaysSo() {
    model.open(List.of(run("slow")));

    model.open(Long.MAX_VALUE);

    assertThat(opened()).isEmpty();
    assertThat(model.trouble().get()).contains("not kept any more");
  }

  @Test
  void refresh_nothingOfThePageHasChanged_thePageStays() {
    model.open(List.of(run("slow")));
    var shown = model.page().get();
    store.add(SampleReports.of("another", TEN.plusSeconds(120), 10_000, "500"));

    model.refresh();

    assertThat(model.runs().get()).hasSize(3);
    assertThat(model.page().get()).isSameAs(shown);
  }

  private RunSummary run(String name) {
    return store.list().stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
  }

  private Stream<String> opened() {
    return model.page().get().stream()
        .flatMap(page -> page.comparison().runs().stream())
        .map(run -> run.summary().name());
  }

  @Test
  void open_isReadAndComputed_inTheBackground() {
    var work = new ArrayDeque<Runnable>();
    model = new RunsModel(store, Background.of(work::add, Runnable::run));

    model.open(List.of(run("slow"), run("fast")));
    assertThat(model.page().get()).isEmpty();
    work.remove().run();

    assertThat(opened()).containsExactly("slow", "fast");
    assertThat(model.page().get().orElseThrow().curves().charts())
        .hasSameSizeAs(RunCurves.SPECS)
        .allSatisfy(chart -> assertThat(chart.lines()).hasSize(2));
  }

  @Test
  void open_another_whileOneIsRead_showsTheOneChosenLast() {
    var work = new ArrayDeque<Runnable>();
    model = new RunsModel(store, Background.of(work::add, Runnable::run));

    model.open(List.of(run("slow")));
    model.open(run("fast").id());
    work.removeLast().run();
    work.remove().run();

    assertThat(opened()).containsExactly("fast");
  }

  @Test
  void open_idOfNoRun_andThenAnother_saysNothingOfTheFirst() {
    var work = new ArrayDeque<Runnable>();
    model = new RunsModel(store, Background.of(work::add, Runnable::run));

    model.open(Long.MAX_VALUE);
    model.open(run("fast").id());
    work.removeLast().run();
    work.remove().run();

    assertThat(opened()).containsExactly("fast");
    assertThat(model.trouble().get()).isEmpty();
  }

  @Test
  void back_whileARunIsRead_staysOnTheList() {
    var work = new ArrayDeque<Runnable>();
    model = new RunsModel(store, Background.of(work::add, Runnable::run));

    model.open(List.of(run("slow")));
    model.back();
    work.remove().run();

    assertThat(opened()).isEmpty();
  }

  @Test
  void against_another_drawsItFirst_withTheSameValues() {
    model.open(List.of(run("slow"), run("fast")));
    var before = model.page().get().orElseThrow();

    model.against(before.comparison().runs().getLast());

    var after = model.page().get().orElseThrow();
    assertThat(opened()).containsExactly("fast", "slow");
    assertThat(after.curves()).isEqualTo(RunCurves.of(after.comparison()));
  }

  @Test
  void curves_ofARunOfMoreSecondsThanColumns_areOfAllItsSamples() {
    var kept = new ArrayList<Kept>();
    var slow = List.of(run("slow"));
    model.open(slow);
    var report = model.page().get().orElseThrow().comparison().runs().getFirst().report();
    var long900 = new ArrayList<LoadInterval>();
    for (var second = 0; second < 900; second++) {
      var one = report.intervals().getFirst();
      long900.add(
          new LoadInterval(
              one.phase(),
              Duration.ofSeconds(second),
              one.length(),
              one.counts(),
              LatencyHistogram.ofMicros(second % 2 == 0 ? 10_000 : 90_000),
              one.serviceTime(),
              one.scheduleLag(),
              one.users(),
              one.pending(),
              one.connections(),
              one.inFlight()));
    }
    kept.add(
        new Kept(
            slow.getFirst(),
            new SavedReport(
                report.scenario(),
                report.target(),
                report.startedAt(),
                report.window(),
                report.ending(),
                report.counts(),
                report.responseTime(),
                report.serviceTime(),
                report.server(),
                report.stages(),
                report.steerings(),
                long900,
                report.thresholds(),
                report.generator(),
                report.setup())));

    var p99 = RunCurves.of(new Comparison(kept)).charts().getFirst();

    assertThat(p99.axis().count()).isEqualTo(450);
    var line = p99.lines().getFirst();
    assertThat(line.samples().known()).hasSize(450).containsOnly(2.0);
    assertThat(line.values().known()).allMatch(value -> value > 0.0899 && value < 0.0901);
  }

  @Test
  void write_thatCannotBeKept_isSaidWhereItIsWritten_andOnTheList_untilItCan() throws IOException {
    model.open(List.of(run("slow")));
    var run = run("slow");
    store.close();
    var file = directory.resolve("runs.mv.db");
    var aside = Files.move(file, directory.resolve("aside"));
    Files.createDirectory(file);

    model.write(run, "better", "cold");
    assertThat(model.unkept().get()).contains("slow");
    assertThat(model.trouble().get()).isEqualTo(model.unkept().get());

    Files.delete(file);
    Files.move(aside, file);
    model.write(run, "better", "cold");
    assertThat(model.unkept().get()).isEmpty();
    assertThat(run("better").notes()).isEqualTo("cold");
  }
}
