package ai.hal9.console.ui;

import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;

/** The one gate to JavaFX's thread: no other class schedules work on it. */
public final class UiThread {

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
