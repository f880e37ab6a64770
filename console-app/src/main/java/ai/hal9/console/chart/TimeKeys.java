package ai.hal9.console.chart;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What the keys of one chart do with the time all charts share. */
final class TimeKeys {

  private final ChartContext context;
  private final Supplier<Axis> columns;
  private boolean pointing;

  /**
   * @param columns those of the chart
   */
  TimeKeys(ChartContext context, Supplier<Axis> columns) {
    this.context = context;
    this.columns = columns;
  }

  /** Whether the crosshair stands where these keys have put it. */
  boolean pointing() {
    return pointing;
  }

  /**
   * Does what a key asks for.
   *
   * @return false where it asks for nothing here
   */
  boolean take(ChartKey key) {
    return switch (key) {
      case EARLIER -> step(-1, false);
      case LATER -> step(1, false);
      case MARK_EARLIER -> step(-1, true);
      case MARK_LATER -> step(1, true);
      case ZOOM -> context.time().zoomIntoMarked();
      case CLOSER -> closer();
      case WIDER -> wider();
      case EXPORT -> false;
    };
  }

  /** The focus is elsewhere. */
  void leave() {
    if (pointing) {
      pointing = false;
      context.time().anchor().set(null);
      context.time().cursor().set(null);
    }
  }

  private boolean step(int by, boolean marking) {
    var axis = columns.get();
    var time = context.time();
    if (axis.count() == 0) {
      return false;
    }
    var shown = context.visible();
    var before = time.cursor().get();
    var newest = axis.indexOf(shown.to().minusMillis(1));
    var column =
        before == null
            ? Math.clamp(newest, 0, axis.count() - 1)
            : Math.clamp(axis.indexOf(before) + (long) by, 0, axis.count() - 1);
    var at = axis.middle(column);
    if (!marking) {
      time.anchor().set(null);
    } else if (time.anchor().get() == null) {
      time.anchor().set(before == null ? at : before);
    }
    pointing = true;
    if (before == null || within(shown, at)) {
      time.cursor().set(at);
    }
    return true;
  }

  private static boolean within(Window shown, Instant at) {
    return !at.isBefore(shown.from()) && !at.isAfter(shown.to());
  }

  private boolean closer() {
    var shown = context.visible();
    var about = about(shown);
    context
        .time()
        .zoomInto(
            new Window(
                about.minus(Duration.between(shown.from(), about).dividedBy(2)),
                about.plus(Duration.between(about, shown.to()).dividedBy(2))));
    return true;
  }

  private boolean wider() {
    var shown = context.visible();
    var about = about(shown);
    context
        .time()
        .zoomOut(
            new Window(
                about.minus(Duration.between(shown.from(), about).multipliedBy(2)),
                about.plus(Duration.between(about, shown.to()).multipliedBy(2))),
            context.unzoomed().length());
    return true;
  }

  /** Where the crosshair stands; the middle of what is shown where it does not. */
  private Instant about(Window shown) {
    var at = context.time().cursor().get();
    return at != null && within(shown, at) ? at : shown.from().plus(shown.length().dividedBy(2));
  }
}
