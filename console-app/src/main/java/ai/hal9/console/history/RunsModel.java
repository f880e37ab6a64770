package ai.hal9.console.history;

import ai.hal9.console.runs.RunReportText;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.runs.RunsException;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.report.ReportReader;
import ai.hal9.sim.report.ReportReading;
import ai.hal9.sim.report.SavedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;

/** The list of past runs, and the page of those opened. */
final class RunsModel {

  private static final String GONE = "This run is not kept any more.";

  private final RunStore store;
  private final Background background;
  private final ReadOnlyListWrapper<RunSummary> runs =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<Comparison>> page =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper undoable = new ReadOnlyStringWrapper("");
  private final Deque<List<Long>> deleted = new ArrayDeque<>();
  private List<RunSummary> all = List.of();

  /** How many pages were asked for: what loads late does not replace what was asked for since. */
  private long openings;

  RunsModel(RunStore store, Background background) {
    this.store = store;
    this.background = background;
    filter.addListener(_ -> narrow());
  }

  /** Those the filter lets through, the latest first. */
  ReadOnlyListProperty<RunSummary> runs() {
    return runs.getReadOnlyProperty();
  }

  /** Words that must all be found in a run. */
  StringProperty filter() {
    return filter;
  }

  /** Whether any run is kept, whatever the filter. */
  boolean any() {
    return !all.isEmpty();
  }

  /** The runs opened; empty while the list is shown. */
  ReadOnlyObjectProperty<Optional<Comparison>> page() {
    return page.getReadOnlyProperty();
  }

  /** Why something could not be done; empty when all is well. */
  ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** What the user should know of the file; empty where nothing. */
  ReadOnlyStringProperty notice() {
    return notice.getReadOnlyProperty();
  }

  /** What {@link #undo} would bring back, in words; empty where nothing. */
  ReadOnlyStringProperty undoable() {
    return undoable.getReadOnlyProperty();
  }

  /** Reads the list anew. */
  void refresh() {
    work(store::list, this::list);
  }

  private void list(List<RunSummary> found) {
    all = found;
    notice.set(store.notice());
    narrow();
    page.get().ifPresent(this::renew);
  }

  /** What is on the page may have another name or notes now. */
  private void renew(Comparison shown) {
    var kept = new ArrayList<Kept>();
    for (var run : shown.runs()) {
      all.stream()
          .filter(summary -> summary.id() == run.summary().id())
          .findFirst()
          .ifPresent(summary -> kept.add(new Kept(summary, run.report())));
    }
    if (!kept.equals(shown.runs())) {
      page.set(kept.isEmpty() ? Optional.empty() : Optional.of(new Comparison(kept)));
    }
  }

  private void narrow() {
    var wanted = filter.get().strip();
    var now = all.stream().filter(run -> wanted.isEmpty() || run.matches(wanted)).toList();
    if (!now.equals(runs.get())) {
      runs.setAll(now);
    }
  }

  /** Opens the page of these runs; the first is what the others are held against. */
  void open(List<RunSummary> chosen) {
    if (!chosen.isEmpty()) {
      var mine = ++openings;
      work(
          () -> loaded(chosen),
          kept -> {
            if (mine == openings) {
              page.set(Optional.of(new Comparison(kept)));
            }
          });
    }
  }

  /** Opens the page of one run; no other is shown until it is there. */
  void open(long id) {
    page.set(Optional.empty());
    var mine = ++openings;
    work(
        () -> loaded(store.list().stream().filter(run -> run.id() == id).toList()),
        kept -> {
          if (kept.isEmpty()) {
            trouble.set(GONE);
          } else if (mine == openings) {
            page.set(Optional.of(new Comparison(kept)));
          }
        });
  }

  private List<Kept> loaded(List<RunSummary> chosen) {
    var kept = new ArrayList<Kept>();
    for (var run : chosen) {
      kept.add(new Kept(run, read(text(run.id()))));
    }
    return kept;
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

  /** Back to the list. */
  void back() {
    page.set(Optional.empty());
  }

  /** Makes another of the opened runs what the others are held against. */
  void against(Kept base) {
    page.get()
        .ifPresent(
            shown -> {
              var order = new ArrayList<Kept>();
              order.add(base);
              shown.runs().stream()
                  .filter(run -> run.summary().id() != base.summary().id())
                  .forEach(order::add);
              page.set(Optional.of(new Comparison(order)));
            });
  }

  void rename(RunSummary run, String name) {
    if (!name.isBlank() && !name.strip().equals(run.name())) {
      change(() -> store.rename(run.id(), name), this::list);
    }
  }

  void annotate(RunSummary run, String notes) {
    if (!notes.equals(run.notes())) {
      change(() -> store.annotate(run.id(), notes), this::list);
    }
  }

  /** Takes runs out of the list; {@link #undo} brings them back. */
  void delete(List<RunSummary> chosen) {
    if (chosen.isEmpty()) {
      return;
    }
    var ids = chosen.stream().map(RunSummary::id).toList();
    change(
        () -> store.delete(ids),
        found -> {
          deleted.push(ids);
          tellUndoable();
          page.set(Optional.empty());
          list(found);
        });
  }

  /** Brings back what was deleted last; without effect when nothing was. */
  void undo() {
    var ids = deleted.poll();
    if (ids != null) {
      change(() -> store.restore(ids), this::list);
      tellUndoable();
    }
  }

  private void tellUndoable() {
    var last = deleted.peek();
    undoable.set(
        last == null ? "" : last.size() == 1 ? "One run deleted" : last.size() + " runs deleted");
  }

  /** The store stays open until it is done. */
  private void change(Runnable change, Consumer<List<RunSummary>> done) {
    var made = store.expect();
    work(
        () -> {
          try {
            change.run();
            return store.list();
          } finally {
            made.run();
          }
        },
        done);
  }

  /** Keeps the run of a {@code report.json}, with the {@code report.html} beside it if any. */
  void importFrom(Path file) {
    work(
        () -> {
          var page = file.resolveSibling(file.getFileName().toString().replace(".json", ".html"));
          var html = !page.equals(file) && Files.exists(page) ? Files.readString(page) : "";
          keep(Files.readString(file), html);
          return store.list();
        },
        this::list);
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

  /** A run's report with its name and notes, for an export; on the thread that writes it. */
  RunReportText export(RunSummary run) {
    return GivenWords.of(run).into(text(run.id()));
  }

  private <T> void work(Callable<T> work, Consumer<T> done) {
    var _ =
        background.run(
            work,
            (T result) -> {
              trouble.set("");
              done.accept(result);
            },
            failure -> trouble.set(words(failure)));
  }

  private static String words(Exception failure) {
    return switch (failure) {
      case RunsException known -> String.valueOf(known.getMessage());
      case IOException file -> "The file cannot be read: " + file.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
