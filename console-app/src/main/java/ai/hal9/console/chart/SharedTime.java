package ai.hal9.console.chart;

import ai.hal9.console.series.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * The one stretch of time that all charts show: how long it is, whether it follows the present,
 * what has been zoomed into, and where the crosshair stands. For the UI thread.
 */
public final class SharedTime {

  private static final Duration SHORTEST_ZOOM = Duration.ofSeconds(2);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);
  private static final Duration SHORTEST_ALL = Duration.ofMinutes(1);

  private final ObjectProperty<Span> span = new SimpleObjectProperty<>(Span.MINUTES_5);
  private final ReadOnlyObjectWrapper<@Nullable Instant> pausedAt = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Window> zoom = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<@Nullable Instant> cursor = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable Instant> marked = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable Instant> anchor = new SimpleObjectProperty<>();
  private final Deque<Window> zoomedOut = new ArrayDeque<>();

  /** Where {@link #lookAt} has moved to last; null once going back does not lead there. */
  private @Nullable Window looked;

  public SharedTime() {
    span.addListener(_ -> unzoom());
  }

  public ObjectProperty<Span> span() {
    return span;
  }

  /** When it was paused; null while it follows the present. */
  public ReadOnlyObjectProperty<@Nullable Instant> pausedAt() {
    return pausedAt.getReadOnlyProperty();
  }

  /** What has been zoomed into; null when nothing has. */
  public ReadOnlyObjectProperty<@Nullable Window> zoomed() {
    return zoom.getReadOnlyProperty();
  }

  /** Where the crosshair stands; null when neither mouse nor keys point anywhere. */
  public ObjectProperty<@Nullable Instant> cursor() {
    return cursor;
  }

  /** The moment of the event that is pointed at; null when none is. */
  public ObjectProperty<@Nullable Instant> marked() {
    return marked;
  }

  /** Where a stretch begins that is being marked, up to the {@link #cursor}; null while none is. */
  ObjectProperty<@Nullable Instant> anchor() {
    return anchor;
  }

  /** Whether the right edge is the present. */
  public boolean live() {
    return pausedAt.get() == null && zoom.get() == null;
  }

  /** Freezes all charts, or lets them follow the present again, out of any zoom. */
  public void togglePause(Instant now) {
    if (live()) {
      pausedAt.set(now);
    } else {
      follow();
    }
  }

  /** Follows the present. */
  public void follow() {
    unzoom();
    pausedAt.set(null);
  }

  private void unzoom() {
    zoomedOut.clear();
    zoom.set(null);
    unlook();
  }

  private void unlook() {
    looked = null;
    marked.set(null);
  }

  /** Zooms all charts into a stretch; too short a one is ignored. */
  public void zoomInto(Window window) {
    if (window.length().compareTo(SHORTEST_ZOOM) < 0) {
      return;
    }
    var before = zoom.get();
    if (before != null) {
      zoomedOut.push(before);
    }
    zoom.set(window);
  }

  /**
   * Zooms all charts into the stretch that is marked.
   *
   * @return false where none is
   */
  boolean zoomIntoMarked() {
    var from = anchor.get();
    var to = cursor.get();
    if (from == null || to == null) {
      return false;
    }
    anchor.set(null);
    zoomInto(from.isBefore(to) ? new Window(from, to) : new Window(to, from));
    return true;
  }

  /**
   * Zooms all charts out to a longer stretch; without effect where nothing is zoomed into.
   *
   * @param whole how long a stretch they show out of all zooms: one as long leads there
   */
  void zoomOut(Window wider, Duration whole) {
    if (zoom.get() == null) {
      return;
    }
    zoomedOut.removeIf(outer -> outer.length().compareTo(wider.length()) <= 0);
    if (wider.length().compareTo(whole) < 0) {
      zoom.set(wider);
    } else {
      unzoom();
    }
  }

  /**
   * Moves all charts to a moment, at the length they show or a minute at most, and marks it. Going
   * back leads to what was on screen before the first of such moves, and takes the mark away.
   *
   * @param shown what is on screen now
   */
  public void lookAt(Instant moment, Window shown) {
    var length = shown.length().compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : shown.length();
    var from = moment.minus(length.dividedBy(2));
    var before = zoom.get();
    if (before != null && !before.equals(looked)) {
      zoomedOut.push(before);
    }
    looked = new Window(from, from.plus(length));
    zoom.set(looked);
    marked.set(moment);
  }

  /**
   * Lets go of a stretch that is being marked, else goes one zoom back.
   *
   * @return false when there was neither
   */
  public boolean back() {
    if (anchor.get() != null) {
      anchor.set(null);
      return true;
    }
    if (zoom.get() == null) {
      return false;
    }
    zoom.set(zoomedOut.poll());
    var event = looked;
    if (event != null && !event.equals(zoom.get()) && !zoomedOut.contains(event)) {
      unlook();
    }
    return true;
  }

  /**
   * What is on screen.
   *
   * @param heard the stretch there are data of; empty when nothing was heard
   */
  public Window visible(Instant now, Optional<Window> heard) {
    var zoomed = zoom.get();
    return zoomed == null ? unzoomed(now, heard) : zoomed;
  }

  /** What is on screen out of all zooms; like {@link #visible}. */
  Window unzoomed(Instant now, Optional<Window> heard) {
    var paused = pausedAt.get();
    var end = paused == null ? now : paused;
    if (span.get() != Span.ALL) {
      return Window.last(span.get().length(), end);
    }
    var start = heard.map(Window::from).orElse(end);
    var latest = end.minus(SHORTEST_ALL);
    return new Window(start.isBefore(latest) ? start : latest, end);
  }
}
