package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far one server's log is, asked again and again on a connection of its own. */
final class LogPosition implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogPosition.class);

  /**
   * Of a primary what is synced, and so all that was acknowledged; of a standby what is visible.
   */
  private static final String POSITION =
      """
      SELECT pg_wal_lsn_diff(
          CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
          ELSE pg_current_wal_flush_lsn() END, '0/0')::bigint, pg_is_in_recovery()
      """;

  /** The weight of the newest round trip in their average. */
  private static final double NEWEST = 0.2;

  /**
   * What was seen.
   *
   * @param lsn bytes of log
   * @param standby whether it is one
   * @param askedMillis when the server was asked, since 1970
   * @param roundTripNanos how long it took to answer, on the average
   */
  record Seen(long lsn, boolean standby, long askedMillis, double roundTripNanos) {}

  private final DatabaseWatch.Probe probe;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final AtomicBoolean looking = new AtomicBoolean();
  private @Nullable Connection connection;
  private volatile @Nullable Seen seen;

  LogPosition(DatabaseWatch.Probe probe, InstantSource clock, LongSupplier nanoTime) {
    this.probe = probe;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** What was seen last; null while the server does not answer. */
  @Nullable Seen seen() {
    return seen;
  }

  /** Asks again, unless a question is still under way; blocks. */
  void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      var open = connection;
      if (open == null) {
        open = probe.open();
        connection = open;
      }
      var asked = clock.millis();
      var start = nanoTime.getAsLong();
      var told = told(open);
      var took = (double) (nanoTime.getAsLong() - start);
      var last = seen;
      seen =
          new Seen(
              told.lsn(),
              told.standby(),
              asked,
              last == null ? took : NEWEST * took + (1 - NEWEST) * last.roundTripNanos());
    } catch (SQLException e) {
      LOG.debug("a server does not tell its position", e);
      close();
    } finally {
      looking.set(false);
    }
  }

  /** It does not answer others: it counts as gone until it answers here. */
  void lost() {
    seen = null;
  }

  /** The position of the server at the other end of a connection. */
  static long of(Connection connection) throws SQLException {
    return told(connection).lsn();
  }

  private record Told(long lsn, boolean standby) {}

  private static Told told(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(POSITION);
        var row = query.executeQuery()) {
      row.next();
      return new Told(row.getLong(1), row.getBoolean(2));
    }
  }

  @Override
  public void close() {
    var open = connection;
    connection = null;
    seen = null;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("a connection would not close", e);
      }
    }
  }
}
