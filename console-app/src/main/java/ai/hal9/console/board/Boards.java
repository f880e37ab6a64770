package ai.hal9.console.board;

import ai.hal9.console.ui.Background;
import ai.hal9.dashboards.catalog.BundledDashboards;
import ai.hal9.dashboards.catalog.DashboardEntry;
import ai.hal9.dashboards.catalog.DashboardEntry.Origin;
import ai.hal9.dashboards.catalog.DashboardLibrary;
import ai.hal9.dashboards.catalog.DashboardWatch;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.DashboardReading.Accepted;
import ai.hal9.dashboards.model.DashboardReading.Rejected;
import ai.hal9.dashboards.model.SloProfile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboards there are, as their files change, and what they are measured against. An edit
 * shows at once and is written a moment later: as the user's own copy, or, where it is what the
 * product brings, by deleting that copy. What cannot be written is tried again. For the UI thread.
 */
public final class Boards implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(500);

  /** Until what could not be written is tried again. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Boards.class);

  private final DashboardLibrary library;
  private final Background background;
  private final ReadOnlyListWrapper<DashboardEntry> entries =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ObjectProperty<SloProfile> profile;
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final Map<String, Edits> edits = new HashMap<>();
  private final Unwritten unwritten;
  private String notRead = "";
  private String notWritten = "";
  private long edited;
  private long asked;
  private boolean passedOver;
  private boolean retrying;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("dashboards").factory());
  private @Nullable DashboardWatch watch;
  private Executor ui = Runnable::run;

  /**
   * @param background where files are read and written
   * @param profile the name of what is measured against; the standard where there is none of it
   */
  public Boards(DashboardLibrary library, Background background, String profile) {
    this.library = library;
    this.background = background;
    unwritten = new Unwritten(library);
    this.profile =
        new SimpleObjectProperty<>(SloProfiles.named(profile).orElseGet(SloProfiles::standard));
  }

  /**
   * Reads all dashboards, and again whenever a file of the user's changes; once is enough.
   *
   * @param ui runs something on the UI thread
   */
  public void watch(Executor ui) {
    if (watch != null) {
      return;
    }
    this.ui = ui;
    watch = DashboardWatch.start(library, looks, LOOK, () -> ui.execute(this::read));
    read();
  }

  /** All there are. */
  public ReadOnlyListProperty<DashboardEntry> entries() {
    return entries.getReadOnlyProperty();
  }

  /** What panels are measured against. */
  public ObjectProperty<SloProfile> profile() {
    return profile;
  }

  /** What is wrong with the files, or not kept yet; empty while nothing is. */
  ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** The dashboard of a name, where a file of it can be read. */
  public Optional<Dashboard> dashboard(String name) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .flatMap(
            entry ->
                entry.reading() instanceof Accepted(var dashboard)
                    ? Optional.of(dashboard).stream()
                    : Optional.<Dashboard>empty().stream())
        .findFirst();
  }

  /** The user's file of a name that cannot be read, with why. */
  Optional<Rejected> rejected(String name) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .map(DashboardEntry::reading)
        .filter(Rejected.class::isInstance)
        .map(Rejected.class::cast)
        .findFirst();
  }

  /** Whether the user has changed what the product brings. */
  boolean changed(String name) {
    return BundledDashboards.names().contains(name)
        && entries.stream()
            .anyMatch(entry -> entry.name().equals(name) && entry.origin() == Origin.USER);
  }

  /** Where the user's dashboard of a name is, or would be. */
  public Path file(String name) {
    return library.directory().resolve(name + ".yaml");
  }

  boolean canUndo(String name) {
    return edits(name).canUndo();
  }

  boolean canRedo(String name) {
    return edits(name).canRedo();
  }

  /**
   * Whether edits may be kept: not while the user's file has mistakes, which they would overwrite.
   */
  boolean editable(String name) {
    return dashboard(name).isPresent() && rejected(name).isEmpty();
  }

  /** Shows and keeps a dashboard in place of the one of its name, where it is editable. */
  void edit(Dashboard changed) {
    dashboard(changed.name())
        .filter(before -> editable(changed.name()) && !before.equals(changed))
        .ifPresent(
            before -> {
              edits(changed.name()).edited(before);
              use(changed);
            });
  }

  void undo(String name) {
    step(name, Edits::undo);
  }

  void redo(String name) {
    step(name, Edits::redo);
  }

  private void step(String name, BiFunction<Edits, Dashboard, Optional<Dashboard>> way) {
    dashboard(name).flatMap(now -> way.apply(edits(name), now)).ifPresent(this::use);
  }

  /** Back to what the product brings; this can be undone. */
  void restore(String name) {
    BundledDashboards.named(name).ifPresent(this::edit);
  }

  private void use(Dashboard changed) {
    var name = changed.name();
    var origin = Unwritten.original(changed) ? Origin.BUNDLED : Origin.USER;
    var next = new ArrayList<DashboardEntry>();
    for (var entry : entries) {
      if (!entry.name().equals(name)) {
        next.add(entry);
      } else if (next.stream().noneMatch(added -> added.name().equals(name))) {
        next.add(new DashboardEntry(name, origin, new Accepted(changed)));
      }
    }
    entries.setAll(next);
    edited++;
    unwritten.put(changed);
    write();
  }

  private void write() {
    var _ = background.run(Executors.callable(unwritten::write), _ -> written(), this::unwritable);
  }

  private void written() {
    if (unwritten.names().isEmpty()) {
      notWritten = "";
      told();
    }
    if (passedOver) {
      read();
    }
  }

  private void unwritable(Exception failure) {
    notWritten =
        "Your changes of %s are not kept yet: %s cannot be written: %s. Check the directory's owner and mode; it is tried again."
            .formatted(
                String.join(", ", unwritten.names()), library.directory(), failure.getMessage());
    told();
    if (!retrying) {
      retrying = true;
      var _ =
          looks.schedule(() -> ui.execute(this::retry), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void retry() {
    retrying = false;
    write();
  }

  /**
   * Reads the files. Those of edits that are not written yet would show what was before: they are
   * passed over, and read once they are written.
   */
  void read() {
    var before = edited;
    var ask = ++asked;
    var own = unwritten.names();
    passedOver = !own.isEmpty();
    var _ =
        background.run(library::entries, read -> loaded(read, own, before, ask), this::unreadable);
  }

  private void loaded(List<DashboardEntry> read, Set<String> own, long before, long ask) {
    if (ask != asked) {
      return;
    }
    if (before != edited) {
      read();
      return;
    }
    var next = withOwn(read, own);
    for (var entry : next) {
      if (!entries.contains(entry)) {
        edits.remove(entry.name());
      }
    }
    if (!next.equals(entries.get())) {
      entries.setAll(next);
    }
    notRead = "";
    told();
  }

  /** What was read, but for some that stay as they are shown. */
  private List<DashboardEntry> withOwn(List<DashboardEntry> read, Set<String> own) {
    var next = new ArrayList<>(read);
    for (var name : own) {
      var place = next.stream().map(DashboardEntry::name).toList().indexOf(name);
      next.removeIf(entry -> entry.name().equals(name));
      next.addAll(
          place < 0 ? next.size() : place, entries.filtered(entry -> entry.name().equals(name)));
    }
    return next;
  }

  /** What the product brings needs no file. */
  private void unreadable(Exception failure) {
    if (entries.isEmpty()) {
      entries.setAll(DashboardLibrary.bundled());
    }
    notRead =
        "Dashboards in %s cannot be read: %s. Check the directory's owner and mode."
            .formatted(library.directory(), failure.getMessage());
    told();
  }

  private void told() {
    trouble.set((notRead + " " + notWritten).strip());
  }

  private Edits edits(String name) {
    return edits.computeIfAbsent(name, _ -> new Edits());
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    looks.shutdownNow();
    try {
      unwritten.write();
    } catch (UncheckedIOException e) {
      LOG.warn("Changes of dashboards {} are lost: {}", unwritten.names(), e.getMessage());
    }
  }
}
