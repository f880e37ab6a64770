package ai.hal9.console.shell;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.console.series.HeardSource;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.ui.Background;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/**
 * How old the newest sample on screen has become when a newer one takes its place: a background
 * that notes how far all nodes had been heard when a screen's computation began, and when the frame
 * that shows its result was laid out.
 */
final class ShownAge implements Background {

  private final Background background;
  private final HistoryStore history;
  private final Clock clock;
  private final List<Update> updates = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Instant> news = new AtomicReference<>();
  private @Nullable Instant onScreen;
  private @Nullable Computed coming;

  /** A picture on its way to the screen. */
  private record Computed(
      Instant edge, Instant heard, Instant began, Instant ended, Instant told) {}

  /**
   * A newer sample took the place of one on screen.
   *
   * @param at when
   * @param millis how old the one on screen had become
   * @param heard of that, how old it was when all nodes had told more
   * @param waited how long it then took until what replaced it began to be computed
   * @param computed how long that took
   * @param told how long that waited for the UI thread
   * @param laidOut how long it then took until a frame with it was laid out
   */
  record Update(
      Instant at,
      double millis,
      double heard,
      double waited,
      double computed,
      double told,
      double laidOut) {}

  ShownAge(Background background, HistoryStore history, Clock clock) {
    this.background = background;
    this.history = history;
    this.clock = clock;
  }

  /** All nodes have told more than before. */
  void advanced() {
    news.compareAndSet(null, clock.instant());
  }

  /** Begins to watch a window's frames. */
  void watch(Scene scene) {
    scene.addPostLayoutPulseListener(this::frame);
  }

  @Override
  public <T> Runnable run(
      Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed) {
    // the frame around the screens computes too
    if (task.getClass().getPackage().equals(ShownAge.class.getPackage())) {
      return background.run(task, done, failed);
    }
    record Result<R>(R value, Instant edge, Instant heard, Instant began, Instant ended) {}
    return background.run(
        () -> {
          var began = clock.instant();
          var edge = newest();
          var heard = Objects.requireNonNullElse(news.getAndSet(null), began);
          return new Result<>(task.call(), edge, heard, began, clock.instant());
        },
        result -> {
          // what is computed ahead is not shown
          if (!(result.value() instanceof Boolean) && newer(result.edge())) {
            coming =
                new Computed(
                    result.edge(), result.heard(), result.began(), result.ended(), clock.instant());
          }
          done.accept(result.value());
        },
        failed);
  }

  private boolean newer(Instant edge) {
    var next = coming == null ? onScreen : coming.edge();
    return next == null || edge.isAfter(next);
  }

  /** The end of the newest interval that every node has told of, as the nodes tell it. */
  private Instant newest() {
    return history.sources().stream()
        .map(HeardSource::newest)
        .filter(told -> told.source().kind() == SourceKind.NODE)
        .map(TelemetrySnapshot::time)
        .min(Comparator.naturalOrder())
        .orElse(clock.instant());
  }

  private void frame() {
    var shown = coming;
    if (shown != null) {
      if (onScreen != null) {
        var now = clock.instant();
        updates.add(
            new Update(
                now,
                millis(onScreen, now),
                millis(onScreen, shown.heard()),
                millis(shown.heard(), shown.began()),
                millis(shown.began(), shown.ended()),
                millis(shown.ended(), shown.told()),
                millis(shown.told(), now)));
      }
      onScreen = shown.edge();
      coming = null;
    }
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  void reset() {
    updates.clear();
  }

  List<Update> updates() {
    return List.copyOf(updates);
  }
}
