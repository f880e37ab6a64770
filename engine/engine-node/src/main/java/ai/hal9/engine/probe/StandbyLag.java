package ai.hal9.engine.probe;

/**
 * How long ago the log was as a standby has replayed it. PostgreSQL measures that from the
 * standby's replies, so a standby that is frozen keeps the lag it had; what is added here is the
 * time since it was first seen without a position that it still has not replayed.
 */
final class StandbyLag {

  private static final double NANOS_PER_SECOND = 1e9;

  private long awaited;
  private long sinceNanos;
  private boolean behind;

  /**
   * The lag in seconds; 0 when all is replayed.
   *
   * @param end where the log ends, in bytes
   * @param replayed up to where the standby has replayed it
   * @param said the lag of the standby's last reply, in seconds
   * @param nowNanos monotonic time
   */
  double seconds(long end, long replayed, double said, long nowNanos) {
    if (replayed >= end) {
      behind = false;
      return 0;
    }
    if (!behind || replayed >= awaited) {
      behind = true;
      awaited = end;
      sinceNanos = nowNanos;
    }
    return Math.max(said, (nowNanos - sinceNanos) / NANOS_PER_SECOND);
  }
}
