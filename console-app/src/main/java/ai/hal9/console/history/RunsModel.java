package ai.hal9.console.history;

import ai.hal9.console.runs.RunReportText;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.runs.RunsException;
import ai.hal9.console.ui.Background;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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

  private final RunStore store;
  private final KeptRuns kept;
  private final Background background;
  private final ReadOnlyListWrapper<RunSummary> runs =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<OpenRuns>> page =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper unkept = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper undoable = new ReadOnlyStringWrapper("");
  private final Deque<List<Long>> deleted = new ArrayDeque<>();
  private List<RunSummary> all = List.of();

  /** How often the page was to change: what loads late counts for nothing by then. */
  private long openings;

  RunsModel(RunStore store, Background background) {
    this.store = store;
    kept = new KeptRuns(store);
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
  ReadOnlyObjectProperty<Optional<OpenRuns>> page() {
    return page.getReadOnlyProperty();
  }

  /** Why something could not be done; empty when all is well. */
  ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** Why a run's name and notes could not be kept; empty when they are. */
  ReadOnlyStringProperty unkept() {
    return unkept.getReadOnlyProperty();
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
  private void renew(OpenRuns shown) {
    var now = new ArrayList<Kept>();
    for (var run : shown.comparison().runs()) {
      all.stream()
          .filter(summary -> summary.id() == run.summary().id())
          .findFirst()
          .ifPresent(summary -> now.add(new Kept(summary, run.report())));
    }
    if (!now.equals(shown.comparison().runs())) {
      page.set(now.isEmpty() ? Optional.empty() : Optional.of(shown.with(new Comparison(now))));
    }
  }

  private void narrow() {
    var wanted = filter.get().strip();
    var now = all.stream().filter(run -> wanted.isEmpty() || run.matches(wanted)).toList();
    if (!now.equals(runs.get())) {
      runs.setAll(now);
    }
  }

  /** Opens the page of these runs; the earliest is what the others are held against. */
  void open(List<RunSummary> chosen) {
    if (!chosen.isEmpty()) {
      var inTurn = chosen.stream().sorted(Comparator.comparing(RunSummary::startedAt)).toList();
      show(() -> inTurn);
    }
  }

  /** Opens the page of one run; no other is shown until it is there. */
  void open(long id) {
    back();
    show(() -> List.of(kept.one(id)));
  }

  /** Shows these runs, unless the page was to change again before they are there. */
  private void show(Callable<List<RunSummary>> chosen) {
    var mine = ++openings;
    var _ =
        background.run(
            () -> OpenRuns.of(new Comparison(kept.whole(chosen.call()))),
            opened -> {
              if (mine == openings) {
                trouble.set("");
                page.set(Optional.of(opened));
              }
            },
            failure -> {
              if (mine == openings) {
                trouble.set(words(failure));
              }
            });
  }

  /** Back to the list, whatever is on its way. */
  void back() {
    openings++;
    page.set(Optional.empty());
  }

  /** Makes another of the opened runs what the others are held against. */
  void against(Kept base) {
    page.get()
        .ifPresent(
            shown -> {
              var order = new ArrayList<Kept>();
              order.add(base);
              shown.comparison().runs().stream()
                  .filter(run -> run.summary().id() != base.summary().id())
                  .forEach(order::add);
              page.set(Optional.of(shown.with(new Comparison(order))));
            });
  }

  /** Keeps a run's name and the notes on it, where they are others than it has; no empty name. */
  void write(RunSummary run, String name, String notes) {
    var renamed = !name.isBlank() && !name.strip().equals(run.name());
    var noted = !notes.equals(run.notes());
    if (!renamed && !noted) {
      unkept.set("");
      return;
    }
    change(
        () -> {
          if (renamed) {
            store.rename(run.id(), name);
          }
          if (noted) {
            store.annotate(run.id(), notes);
          }
        },
        found -> {
          unkept.set("");
          list(found);
        },
        why -> {
          var words = "What was written on ‘%s’ could not be kept. %s".formatted(run.name(), why);
          unkept.set(words);
          trouble.set(words);
        });
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
          back();
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
    change(change, done, trouble::set);
  }

  private void change(Runnable change, Consumer<List<RunSummary>> done, Consumer<String> failed) {
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
        done,
        failed);
  }

  /** Keeps the run of a {@code report.json}, with the {@code report.html} beside it if any. */
  void importFrom(Path file) {
    work(
        () -> {
          kept.importFrom(file);
          return store.list();
        },
        this::list);
  }

  /** A run's report with its name and notes, for an export; on the thread that writes it. */
  RunReportText export(RunSummary run) {
    return kept.exported(run);
  }

  private <T> void work(Callable<T> work, Consumer<T> done) {
    work(work, done, trouble::set);
  }

  private <T> void work(Callable<T> work, Consumer<T> done, Consumer<String> failed) {
    var _ =
        background.run(
            work,
            (T result) -> {
              trouble.set("");
              done.accept(result);
            },
            failure -> failed.accept(words(failure)));
  }

  private static String words(Exception failure) {
    return switch (failure) {
      case RunsException known -> String.valueOf(known.getMessage());
      case IOException file -> "The file cannot be read: " + file.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
