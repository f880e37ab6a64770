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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;

/**
 * The dashboards there are, as their files change, and what they are measured against. An edit
 * shows at once and is written a moment later: as the user's own copy, or, where it is what the
 * product brings, by deleting that copy. For the UI thread.
 */
public final class Boards implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(500);

  private final DashboardLibrary library;
  private final Background background;
  private final ReadOnlyListWrapper<DashboardEntry> entries =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ObjectProperty<SloProfile> profile;
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final Map<String, Edits> edits = new HashMap<>();
  private final Map<String, Dashboard> unwritten = new ConcurrentHashMap<>();
  private final Object writing = new Object();
  private long edited;
  private long asked;
  private boolean unread;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("dashboards").factory());
  private @Nullable DashboardWatch watch;

  /**
   * @param background where files are read and written
   * @param profile the name of what is measured against; the standard where there is none of it
   */
  public Boards(DashboardLibrary library, Background background, String profile) {
    this.library = library;
    this.background = background;
    this.profile =
        new SimpleObjectProperty<>(SloProfiles.named(profile).orElseGet(SloProfiles::standard));
  }

  /**
   * Reads all dashboards, and again whenever a file of the user's changes.
   *
   * @param ui runs something on the UI thread
   */
  public void watch(Executor ui) {
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

  /** What is wrong with the files; empty while nothing is. */
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
    var origin = original(changed) ? Origin.BUNDLED : Origin.USER;
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
    unwritten.put(name, changed);
    var _ = background.run(() -> written(name), _ -> kept(), this::failed);
  }

  private static boolean original(Dashboard dashboard) {
    return BundledDashboards.named(dashboard.name()).filter(dashboard::equals).isPresent();
  }

  /** The newest state is written, whichever edit asks first. */
  private boolean written(String name) {
    synchronized (writing) {
      var latest = unwritten.get(name);
      if (latest == null) {
        return false;
      }
      if (original(latest)) {
        library.delete(name);
      } else {
        library.save(latest);
      }
      return unwritten.remove(name, latest);
    }
  }

  private void kept() {
    trouble.set("");
    if (unread) {
      read();
    }
  }

  /**
   * Reads the files, unless that would show what they were before an edit that is being written:
   * then they are read once it has been.
   */
  void read() {
    unread = !unwritten.isEmpty();
    if (!unread) {
      var before = edited;
      var ask = ++asked;
      var _ = background.run(library::entries, read -> loaded(read, before, ask), this::unreadable);
    }
  }

  private void loaded(List<DashboardEntry> read, long before, long ask) {
    if (ask != asked) {
      return;
    }
    if (before != edited) {
      read();
      return;
    }
    for (var entry : read) {
      if (!entries.contains(entry)) {
        edits.remove(entry.name());
      }
    }
    if (!read.equals(entries.get())) {
      entries.setAll(read);
    }
    trouble.set("");
  }

  /** What the product brings needs no file. */
  private void unreadable(Exception failure) {
    if (entries.isEmpty()) {
      entries.setAll(DashboardLibrary.bundled());
    }
    failed(failure);
  }

  private void failed(Exception failure) {
    trouble.set(
        "Dashboards in %s cannot be read or written: %s. Check the directory's owner and mode."
            .formatted(library.directory(), failure.getMessage()));
  }

  private Edits edits(String name) {
    return edits.computeIfAbsent(name, _ -> new Edits());
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    looks.shutdown();
  }
}
