package ai.hal9.dashboards.catalog;

import ai.hal9.dashboards.catalog.DashboardLibrary.Version;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells when the user's dashboards have changed. It looks at times and sizes now and then: the
 * directory may not exist yet, may be on a network, and is small.
 */
public final class DashboardWatch implements AutoCloseable {

  private final DashboardLibrary library;
  private final Runnable listener;
  private final Future<?> task;

  /** What there was at the last look; empty where the directory could not be listed. */
  private Map<Path, Version> known = Map.of();

  /** Whether it could not be listed then: what is read once it can be is news. */
  private boolean unlisted;

  private DashboardWatch(
      DashboardLibrary library,
      ScheduledExecutorService scheduler,
      Duration every,
      Runnable listener) {
    this.library = library;
    this.listener = listener;
    try {
      known = library.files();
    } catch (UncheckedIOException e) {
      unlisted = true;
    }
    this.task =
        scheduler.scheduleWithFixedDelay(
            this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Begins to watch.
   *
   * @param scheduler runs the looks and the listener
   * @param every how long between two looks
   * @param listener told after a change; what it reads is then at least as new
   */
  public static DashboardWatch start(
      DashboardLibrary library,
      ScheduledExecutorService scheduler,
      Duration every,
      Runnable listener) {
    return new DashboardWatch(library, scheduler, every, listener);
  }

  private void look() {
    try {
      var now = library.files();
      if (unlisted || !now.equals(known)) {
        known = now;
        unlisted = false;
        listener.run();
      }
    } catch (UncheckedIOException e) {
      // A directory that cannot be listed now may be listed at the next look.
      known = Map.of();
      unlisted = true;
    } catch (RuntimeException e) {
      // What a listener throws must not end the watch, and must not be lost.
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /** Ends the watch; a listener being told is not waited for. */
  @Override
  public void close() {
    task.cancel(false);
  }
}
