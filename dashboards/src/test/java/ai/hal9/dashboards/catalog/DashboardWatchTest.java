package ai.hal9.dashboards.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.dashboards.model.DashboardReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardWatchTest {

  private static final String MINE = "title: %s\npanels: []\n";

  @TempDir private Path home;

  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<List<DashboardEntry>> told = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void file_writtenChangedAndDeleted_isToldEachTime() throws IOException {
    var library = new DashboardLibrary(home.resolve("dashboards"));
    try (var watch =
        DashboardWatch.start(
            library, scheduler, Duration.ofMillis(2), () -> told.add(library.entries()))) {
      Files.createDirectories(library.directory());
      var file = library.directory().resolve("mine.yaml");

      Files.writeString(file, MINE.formatted("One"));
      await().until(() -> titleTold("One"));
      Files.writeString(file, MINE.formatted("Another"));
      await().until(() -> titleTold("Another"));
      Files.delete(file);
      await()
          .until(
              () -> {
                var entries = told.poll();
                return entries != null && entries.size() == BundledDashboards.names().size();
              });
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void listener_thatFails_isToldTheNextChangeToo() throws IOException {
    var library = new DashboardLibrary(home);
    var failures = new LinkedBlockingQueue<Throwable>();
    var daemon =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "watch");
              thread.setUncaughtExceptionHandler((where, failure) -> failures.add(failure));
              return thread;
            });
    try (var watch =
        DashboardWatch.start(
            library,
            daemon,
            Duration.ofMillis(2),
            () -> {
              told.add(library.entries());
              throw new IllegalStateException("listener");
            })) {
      Files.writeString(home.resolve("one.yaml"), MINE.formatted("One"));
      await().until(() -> titleTold("One"));
      Files.writeString(home.resolve("two.yaml"), MINE.formatted("Two"));
      await().until(() -> titleTold("Two"));
      assertThat(failures).isNotEmpty();
      assertThat(watch).isNotNull();
    } finally {
      daemon.shutdownNow();
    }
  }

  private boolean titleTold(String title) {
    var entries = told.poll();
    return entries != null
        && entries.stream()
            .anyMatch(
                entry ->
                    entry.reading() instanceof DashboardReading.Accepted(var dashboard)
                        && dashboard.title().equals(title));
  }
}
