package ai.hal9.console.ui;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The present, ten times a second, as long as a window shows it: what moves on screen follows this,
 * so that nothing keeps JavaFX drawing sixty frames a second.
 */
public final class Heartbeat implements AutoCloseable {

  private static final long BEAT_MILLIS = 100;

  private final ReadOnlyObjectWrapper<Instant> now;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeat").factory());

  public Heartbeat(InstantSource clock) {
    now = new ReadOnlyObjectWrapper<>(clock.instant());
    var beat = UiThread.coalesced(() -> now.set(clock.instant()));
    var _ = timer.scheduleAtFixedRate(beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The time now, to a tenth of a second. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
