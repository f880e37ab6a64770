package ai.hal9.engine.model;

import java.time.Duration;

/**
 * At most so many requests in any minute, however they fall: the times of the last {@code n} are
 * kept, and a new one must come a minute after the oldest.
 */
final class RequestRate {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private long[] times = {};
  private int next;
  private int known;

  /**
   * Takes one if the minute has room.
   *
   * @param perMinute 0 for no limit
   * @return zero when taken, else how long until there is room
   */
  synchronized Duration take(int perMinute, long now) {
    if (perMinute == 0) {
      return Duration.ZERO;
    }
    if (times.length != perMinute) {
      resize(perMinute);
    }
    if (known == perMinute && now - times[next] < MINUTE) {
      return Duration.ofNanos(MINUTE - (now - times[next]));
    }
    times[next] = now;
    next = (next + 1) % perMinute;
    known = Math.min(known + 1, perMinute);
    return Duration.ZERO;
  }

  /** Keeps the newest, as many as fit. */
  private void resize(int perMinute) {
    var kept = Math.min(known, perMinute);
    var newer = new long[perMinute];
    for (var i = 0; i < kept; i++) {
      newer[kept - 1 - i] = times[Math.floorMod(next - 1 - i, times.length)];
    }
    times = newer;
    known = kept;
    next = kept % perMinute;
  }
}
