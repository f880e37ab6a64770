package ai.hal9.console.history;

import ai.hal9.console.runs.RunReportText;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.sim.report.ReportReader;
import ai.hal9.sim.report.ReportReading;
import ai.hal9.sim.report.SavedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs with their whole reports, out of the store and into it. Every method may wait for it. */
record KeptRuns(RunStore store) {

  private static final String GONE = "This run is not kept any more.";

  /**
   * A run by its id.
   *
   * @throws IllegalStateException when it is not kept any more
   */
  RunSummary one(long id) {
    return store.list().stream()
        .filter(run -> run.id() == id)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(GONE));
  }

  /**
   * Runs with their reports, in the same order.
   *
   * @throws IllegalStateException when one is not kept any more, or cannot be read
   */
  List<Kept> whole(List<RunSummary> chosen) {
    return chosen.stream().map(run -> new Kept(run, read(text(run.id())))).toList();
  }

  private RunReportText text(long id) {
    return store.report(id).orElseThrow(() -> new IllegalStateException(GONE));
  }

  private static SavedReport read(RunReportText text) {
    return switch (ReportReader.read(text.json())) {
      case ReportReading.Accepted(var report) -> report;
      case ReportReading.Rejected(var why) -> throw new IllegalStateException(why);
    };
  }

  /** A run's report with its name and notes. */
  RunReportText exported(RunSummary run) {
    return GivenWords.of(run).into(text(run.id()));
  }

  /** Keeps the run of a {@code report.json}, with the {@code report.html} beside it if any. */
  void importFrom(Path file) throws IOException {
    var page = file.resolveSibling(file.getFileName().toString().replace(".json", ".html"));
    var html = !page.equals(file) && Files.exists(page) ? Files.readString(page) : "";
    keep(Files.readString(file), html);
  }

  /** With the name and notes it was exported with, where it has none of its own yet. */
  private void keep(String json, String html) {
    var split = GivenWords.split(json);
    if (split.isEmpty()) {
      store.add(new RunReportText(json, html));
      return;
    }
    var id = store.add(new RunReportText(split.get().report(), html));
    var words = split.get().words();
    for (var run : store.list()) {
      if (run.id() == id && run.notes().isEmpty() && run.name().equals(run.scenario())) {
        store.rename(id, words.name());
        store.annotate(id, words.notes());
      }
    }
  }
}
