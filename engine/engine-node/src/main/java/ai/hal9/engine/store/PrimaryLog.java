package ai.hal9.engine.store;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How far the primary's log was at each of its last looks: what a standby may be measured by. */
final class PrimaryLog implements AutoCloseable {

  /** Ten seconds of looks. */
  private static final int REMEMBERED = 100;

  private final LogPosition position;
  private final Deque<LogPosition.Seen> past = new ArrayDeque<>();

  PrimaryLog(LogPosition position) {
    this.position = position;
  }

  /** Asks the primary; blocks. */
  void look() {
    position.look();
    var seen = position.seen();
    if (seen == null) {
      return;
    }
    synchronized (past) {
      var newest = past.peekLast();
      if (newest == null || newest.askedMillis() < seen.askedMillis()) {
        past.addLast(seen);
      }
      if (past.size() > REMEMBERED) {
        past.removeFirst();
      }
    }
  }

  /** What was seen last; null while the primary does not answer. */
  LogPosition.@Nullable Seen seen() {
    return position.seen();
  }

  /** Whether so much replayed log holds all there was at a time; not when that is not known. */
  boolean covered(long replayed, long millis) {
    synchronized (past) {
      for (var seen : past) {
        if (seen.askedMillis() >= millis) {
          return seen.lsn() <= replayed;
        }
      }
    }
    return false;
  }

  /** Whether so much replayed log is no older than that. */
  boolean recent(long replayed, long millisAgo) {
    var seen = position.seen();
    return seen != null && covered(replayed, seen.askedMillis() - millisAgo);
  }

  @Override
  public void close() {
    position.close();
  }
}
