package ai.hal9.console.series;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A clock that shows what it was set to. */
public final class SetClock extends Clock {

  private volatile @Nullable Instant now = Voice.EPOCH;

  /** Shows this from now on. */
  public void set(Instant moment) {
    now = moment;
  }

  /** Shows the system's time from now on. */
  public void follow() {
    now = null;
  }

  @Override
  public Instant instant() {
    var set = now;
    return set == null ? Instant.now() : set;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
