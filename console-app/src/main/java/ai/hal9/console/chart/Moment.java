package ai.hal9.console.chart;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The moment that single numbers beside charts are of: the present, or when the charts were paused.
 *
 * @param pausedAt when they were; null while they follow the present
 * @param apart whether the charts show another stretch of time, zoomed into
 */
public record Moment(@Nullable Instant pausedAt, boolean apart) {

  /** The present, which the charts show as well. */
  public static final Moment LIVE = new Moment(null, false);

  /** The stretch of this length that ends then, as one column. */
  public Axis column(HistoryStore history, Duration length) {
    return pausedAt == null ? history.current(length) : history.until(pausedAt, length);
  }

  /** Whether it is the present. */
  public boolean present() {
    return pausedAt == null;
  }

  /** What tells it from what the charts show: {@code now}; empty where it is the same. */
  public String mark() {
    if (!apart) {
      return "";
    }
    return present() ? "now" : "when paused";
  }

  /** A number's name with what tells its moment from the charts'. */
  public String marked(String name) {
    return apart ? name + " · " + mark() : name;
  }
}
