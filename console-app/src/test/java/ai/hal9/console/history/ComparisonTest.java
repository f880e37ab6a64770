package ai.hal9.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.runs.RunReportText;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.SampleReports;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.SimJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir private Path directory;
  private RunStore store;
  private RunsModel model;

  @BeforeEach
  void open() {
    store = RunStore.in(directory, InstantSource.fixed(T));
    store.annotate(store.add(SampleReports.of("slow", T, 40_000, "100")), "cold, then warm");
    store.add(SampleReports.of("fast", T.plusSeconds(60), 10_000, "500"));
    model = new RunsModel(store, Background.sameThread());
    model.refresh();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Comparison compared() {
    model.open(model.runs().reversed());
    return model.page().get().orElseThrow().comparison();
  }

  @Test
  void figures_ofMergedHistograms_withTheirDifference() {
    var p99 = figure("Response p99");
    var values = compared().values(p99);

    assertThat(values.get(0)).isBetween(0.0400, 0.0401);
    assertThat(values.get(1)).isBetween(0.0100, 0.0101);
    assertThat(p99.difference(values.get(1), values.get(0))).isEqualTo("−75.0 %");
    assertThat(p99.difference(0.100_02, 0.1)).isEqualTo("same");
    assertThat(p99.judged(values.get(1), values.get(0))).isEqualTo("better");
    assertThat(p99.judged(values.get(0), values.get(1))).isEqualTo("worse");
  }

  @Test
  void figure_nSupportsNot_isNotShown() {
    assertThat(compared().values(figure("Response p99.9"))).allMatch(value -> value.isNaN());
    assertThat(compared().figures()).doesNotContain(figure("Response p99.9"));
  }

  @Test
  void setup_showsWhatDiffers_andOnlyThat() {
    assertThat(compared().differences())
        .extracting(Comparison.Row::name)
        .containsExactly("scenario", "performance.signal_buffer_size");
    assertThat(compared().doubts()).contains("They ran different scenarios.");
  }

  @Test
  void games_besideSignals_areADoubt() {
    assertThat(compared().doubts()).noneMatch(doubt -> doubt.contains("played games"));

    var sample = SampleReports.of("games", T, 10_000, "100");
    var games = "\"scenario\":{\"games\":{\"concurrent\":5},";
    store.add(
        new RunReportText(
            sample.json().replaceFirst("\"scenario\"\\s*:\\s*\\{", games), sample.page()));
    model.refresh();

    assertThat(compared().doubts())
        .contains("Some played games and others did not, so their figures are of unlike requests.");
  }

  @Test
  void thresholds_ofEachRun() {
    assertThat(compared().thresholds())
        .containsExactly(
            new Comparison.Row("http_req_duration: p(99)<20", List.of("✗ missed", "✓ met")));
  }

  @Test
  void curves_beginTogether() {
    model.open(model.runs().reversed());
    var p99 = model.page().get().orElseThrow().curves().charts().getFirst();

    assertThat(p99.axis().start()).isEqualTo(RunCurves.START);
    assertThat(p99.axis().count()).isEqualTo(10);
    assertThat(p99.lines().get(0).values().at(9)).isBetween(0.0400, 0.0401);
    assertThat(p99.lines().get(1).values().at(0)).isBetween(0.0100, 0.0101);
  }

  @Test
  void filter_narrowsTheList() {
    model.filter().set("missed");

    assertThat(model.runs())
        .singleElement()
        .satisfies(run -> assertThat(run.name()).isEqualTo("slow"));
  }

  @Test
  void deleted_undone_isThereAgain() {
    model.delete(List.copyOf(model.runs()));
    assertThat(store.list()).isEmpty();
    assertThat(model.undoable().get()).isEqualTo("2 runs deleted");

    model.undo();
    assertThat(store.list()).hasSize(2);
    assertThat(model.undoable().get()).isEmpty();
  }

  @Test
  void renamed_onItsPage_isRenamedInTheStore() {
    var run = compared().runs().getLast().summary();
    model.write(run, "with buffers of 500", run.notes());

    assertThat(store.list().getFirst().name()).isEqualTo("with buffers of 500");
    var page = model.page().get().orElseThrow();
    assertThat(page.comparison().runs().getLast().summary().name())
        .isEqualTo("with buffers of 500");
    assertThat(page.curves().charts())
        .allSatisfy(
            chart -> assertThat(chart.lines().getLast().name()).isEqualTo("with buffers of 500"));
  }

  @Test
  void imported_fromTheCommandLinesReport_isKeptWithItsPage() throws IOException {
    var text = SampleReports.of("cli", T.plusSeconds(120), 5_000, "1");
    Files.writeString(directory.resolve("report.json"), text.json() + "\n");
    Files.writeString(directory.resolve("report.html"), text.page());
    model.importFrom(directory.resolve("report.json"));

    assertThat(store.list()).hasSize(3);
    assertThat(store.list().getFirst().name()).isEqualTo("cli");
    assertThat(store.list().getFirst().hasPage()).isTrue();
  }

  @Test
  void imported_noReport_isSaid_andNothingKept() throws IOException {
    Files.writeString(directory.resolve("other.json"), "{}");
    model.importFrom(directory.resolve("other.json"));

    assertThat(model.trouble().get()).contains("no report of a HAL9 run");
    assertThat(store.list()).hasSize(2);
  }

  @Test
  void csv_hasALineForEachFigure() {
    assertThat(new ComparisonFile(compared()).csv())
        .startsWith("figure,slow,fast\n")
        .contains("notes,\"cold, then warm\",\n")
        .contains("performance.signal_buffer_size,100,500\n");
  }

  @Test
  void json_hasTheFiguresOfEachRun_withNamesAndNotes() {
    var root = SimJson.LINE.readTree(new ComparisonFile(compared()).json());

    assertThat(root.at("/runs/0/name").asString()).isEqualTo("slow");
    assertThat(root.at("/runs/0/notes").asString()).isEqualTo("cold, then warm");
    var p99 =
        root.path("figures")
            .valueStream()
            .filter(figure -> figure.path("name").asString().equals("Response p99"))
            .findFirst()
            .orElseThrow();
    assertThat(p99.path("values").get(0).asDouble()).isBetween(0.0400, 0.0401);
    assertThat(p99.path("values").get(1).asDouble()).isBetween(0.0100, 0.0101);
  }

  @Test
  void html_showsTheSameFigures_withNamesAndNotes() {
    assertThat(new ComparisonFile(compared()).html())
        .contains("<th scope=\"col\">slow</th>", "<td>cold, then warm</td>", "(−75.0 %)")
        .contains("They ran different scenarios.");
  }

  @Test
  void export_saysNameAndNotes_andIsTheSameRunWhenImported() throws IOException {
    var run = model.runs().getLast();
    model.write(run, "the \"slow\" one", run.notes());
    var named = model.runs().getLast();

    var exported = model.export(named);
    assertThat(exported.page()).contains("<p>the &quot;slow&quot; one</p><p>cold, then warm</p>");
    var root = SimJson.LINE.readTree(exported.json());
    assertThat(root.path("name").asString()).isEqualTo("the \"slow\" one");
    assertThat(root.path("notes").asString()).isEqualTo("cold, then warm");

    model.importFrom(Files.writeString(directory.resolve("again.json"), exported.json() + "\n"));
    assertThat(store.list()).hasSize(2);
    try (var other = RunStore.in(directory.resolve("other"), InstantSource.fixed(T))) {
      new RunsModel(other, Background.sameThread()).importFrom(directory.resolve("again.json"));
      assertThat(other.list())
          .singleElement()
          .satisfies(kept -> assertThat(kept.name()).isEqualTo("the \"slow\" one"))
          .satisfies(kept -> assertThat(kept.notes()).isEqualTo("cold, then warm"));
    }
  }

  private static RunFigure figure(String name) {
    return RunFigure.ALL.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
