package ai.hal9.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.runs.SampleReports;
import ai.hal9.console.ui.Background;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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
        .flatMap(page -> page.runs().stream())
        .map(run -> run.summary().name());
  }
}
