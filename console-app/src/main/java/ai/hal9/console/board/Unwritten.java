package ai.hal9.console.board;

import ai.hal9.dashboards.catalog.BundledDashboards;
import ai.hal9.dashboards.catalog.DashboardLibrary;
import ai.hal9.dashboards.model.Dashboard;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The edited dashboards that are not on disk yet, each as it is now. Any thread. */
final class Unwritten {

  private final DashboardLibrary library;
  private final Map<String, Dashboard> waiting = new ConcurrentHashMap<>();
  private final Object writing = new Object();

  Unwritten(DashboardLibrary library) {
    this.library = library;
  }

  /** Whether a dashboard is what the product brings, so that it needs no file. */
  static boolean original(Dashboard dashboard) {
    return BundledDashboards.named(dashboard.name()).filter(dashboard::equals).isPresent();
  }

  void put(Dashboard edited) {
    waiting.put(edited.name(), edited);
  }

  Set<String> names() {
    return new TreeSet<>(waiting.keySet());
  }

  /**
   * Writes the newest state of each.
   *
   * @throws UncheckedIOException when some cannot be written; they go on waiting
   */
  void write() {
    synchronized (writing) {
      @Nullable UncheckedIOException failure = null;
      for (var edited : List.copyOf(waiting.values())) {
        try {
          write(edited);
          waiting.remove(edited.name(), edited);
        } catch (UncheckedIOException e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void write(Dashboard edited) {
    if (original(edited)) {
      library.delete(edited.name());
    } else {
      library.save(edited);
    }
  }
}
