package ai.hal9.console.ui;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;

/** The one gate to JavaFX's thread: no other class schedules work on it. */
public final class UiThread {

  private static final Duration MOMENT = Duration.ofMillis(25);
  private static final Duration APART = Duration.ofMillis(200);

  /** Less than between two snapshots, so that one which came late does not hold up the next. */
  private static final Duration LEAST_APART = Duration.ofMillis(100);

  private UiThread() {}

  /** Runs something on the UI thread, soon. */
  public static void later(Runnable work) {
    Platform.runLater(work);
  }

  /** Runs something on the UI thread: at once when this is it. */
  public static void now(Runnable work) {
    if (Platform.isFxApplicationThread()) {
      work.run();
    } else {
      Platform.runLater(work);
    }
  }

  /**
   * Work that news asks for, at the pace of someone who reads: a moment after the first piece, so
   * that what arrives together is shown together, and five times a second at most. For what
   * computes from telemetry.
   */
  public static Runnable paced(Runnable work) {
    return paced(MOMENT, APART, work);
  }

  /** Work that news asks for which comes complete: at once, and ten times a second at most. */
  public static Runnable spaced(Runnable work) {
    return paced(Duration.ZERO, LEAST_APART, work);
  }

  private static Runnable paced(Duration moment, Duration apart, Runnable work) {
    return new Pace(
            moment, apart, System::nanoTime, (delay, task) -> delayed(delay).execute(task), work)
        ::want;
  }

  private static Executor delayed(Duration delay) {
    return CompletableFuture.delayedExecutor(
        delay.toNanos(), TimeUnit.NANOSECONDS, Platform::runLater);
  }

  /**
   * Work that is wanted often and done once: however often this is run before the UI thread gets to
   * it, one task waits there.
   */
  public static Runnable coalesced(Runnable work) {
    var pending = new AtomicBoolean();
    return () -> {
      if (pending.compareAndSet(false, true)) {
        Platform.runLater(
            () -> {
              pending.set(false);
              work.run();
            });
      }
    };
  }
}
