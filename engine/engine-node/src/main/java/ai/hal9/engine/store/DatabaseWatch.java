package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows within a second whether PostgreSQL answers: it asks on a connection of its own, and finds
 * it gone when a new connection is refused or an answer is overdue. A process that was itself
 * stopped for a while gives PostgreSQL the time to answer before it judges.
 */
final class DatabaseWatch implements AutoCloseable {

  /** Told of changes, and every tick while PostgreSQL is gone. */
  interface Listener {
    /** Before the first use, and again until it succeeds. */
    void prepare() throws SQLException;

    /** PostgreSQL answers, at last or again; {@code wasLost} when it had not. */
    void reachable(boolean wasLost);

    void gone(String reason);

    /** Another server answers than before; told before {@link #reachable}. */
    void moved(String from, String to, Duration without);

    /** About twenty times a second. */
    void tick();
  }

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration OVERDUE = Duration.ofMillis(750);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration STOPPED = Duration.ofMillis(300);

  private static final String SERVER =
      "SELECT coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local')";

  /** Opens the watch's own connection. */
  @FunctionalInterface
  interface Probe {
    Connection open() throws SQLException;
  }

  private final Probe probe;
  private final Listener listener;
  private final LongSupplier nanoTime;
  private final Thread thread;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("postgres-tick").factory());
  private @Nullable Connection connection;

  /** The server that the connection is to, by host and port, and the one that answered last. */
  private String server = "";

  private String servedBy = "";
  private boolean prepared;
  private boolean lost;
  private volatile boolean up;
  private volatile boolean undecided = true;
  private volatile boolean closed;
  private volatile long lastGood;
  private volatile String reason = "not reached yet";
  private long lastTick;

  DatabaseWatch(Probe probe, Listener listener, LongSupplier nanoTime) {
    this.probe = probe;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.thread = Thread.ofPlatform().daemon().name("postgres-watch").unstarted(this::watch);
  }

  void start() {
    lastTick = nanoTime.getAsLong();
    thread.start();
    var _ = ticks.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean up() {
    return up;
  }

  /**
   * Whether this has never been up, and not because PostgreSQL does not answer: nobody has asked it
   * yet, or its tables are not as this node needs them.
   */
  boolean undecided() {
    return undecided;
  }

  /** What is wrong, or that nothing is. */
  String reason() {
    return reason;
  }

  private void watch() {
    var again = false;
    while (!closed) {
      var known = connection != null;
      try {
        ask();
        again = false;
        answered();
      } catch (SQLException | RuntimeException e) {
        hangUp();
        if (known && !again) {
          again = true;
          continue;
        }
        again = false;
        missed(String.valueOf(e.getMessage()));
      }
      pause();
    }
    hangUp();
  }

  private void ask() throws SQLException {
    var live = connection;
    if (live == null) {
      live = open();
      connection = live;
    }
    try (var statement = live.createStatement();
        var row = statement.executeQuery(SERVER)) {
      row.next();
      server = row.getString(1);
    }
    if (!prepared) {
      prepare();
    }
  }

  private Connection open() throws SQLException {
    try {
      return probe.open();
    } catch (SQLException e) {
      undecided = false;
      throw e;
    }
  }

  private void prepare() throws SQLException {
    undecided = true;
    try {
      listener.prepare();
      prepared = true;
      undecided = false;
    } catch (SQLException | RuntimeException e) {
      var why = "its tables cannot be made: " + SqlFailures.reason(e);
      if (!why.equals(reason)) {
        LOG.error("PostgreSQL answers, but {}", why);
      }
      throw new SQLException(why, e);
    }
  }

  private synchronized void answered() {
    var now = nanoTime.getAsLong();
    var moved = !servedBy.isEmpty() && !servedBy.equals(server);
    if (moved) {
      listener.moved(servedBy, server, Duration.ofNanos(now - lastGood));
    }
    servedBy = server;
    lastGood = now;
    if (!up || moved) {
      reason = "answers";
      listener.reachable(lost || moved);
      lost = false;
      up = true;
      LOG.info("PostgreSQL answers");
    }
  }

  private synchronized void missed(String why) {
    reason = why;
    lost = true;
    if (up) {
      up = false;
      LOG.warn("PostgreSQL is gone: {}; signals are refused until it answers again", why);
      listener.gone(why);
    }
  }

  private void tick() {
    try {
      var now = nanoTime.getAsLong();
      if (now - lastTick > STOPPED.toNanos()) {
        lastGood = now;
      }
      lastTick = now;
      if (up && now - lastGood > OVERDUE.toNanos()) {
        missed("no answer for " + OVERDUE.toMillis() + " ms");
      }
      listener.tick();
    } catch (RuntimeException e) {
      LOG.error("the watch over PostgreSQL stumbled", e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(EVERY);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void hangUp() {
    var old = connection;
    connection = null;
    if (old != null) {
      try {
        old.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("a broken connection would not close", e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    up = false;
    thread.interrupt();
    ticks.shutdownNow();
  }
}
