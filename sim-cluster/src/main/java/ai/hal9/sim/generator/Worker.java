package ai.hal9.sim.generator;

import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.LoadPhase;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a run that one event loop owns. All methods run on that loop; nothing here is
 * shared or locked.
 */
final class Worker implements Traffic {

  private static final long SHORTEST_STEP_NANOS = 1_000_000;
  private static final long LONGEST_STEP_NANOS = 10_000_000;
  private static final long RECONNECT_NANOS = 100_000_000;

  /** What an interval left behind, handed to another thread. */
  record Harvest(
      Tally warm,
      List<Tally> measured,
      int users,
      int pending,
      int connections,
      int inFlight,
      boolean quiet,
      long lastEnded) {}

  private final EventLoop loop;
  private final Connecting connecting;
  private final RequestSource source;
  private final long timeoutNanos;
  private final Offering offering;
  private final InFlight inFlight = new InFlight();
  private final byte[] scratch = new byte[64 * 1024];
  private Tally warm = new Tally();
  private Tally measured = new Tally();
  private Timeline timeline = new Timeline(0, 0, 0);
  private long pausedAt;
  private long lastEnded;
  private long planned;
  private int established;
  private boolean finished;
  private @Nullable Throwable defect;

  Worker(
      EventLoop loop,
      Bootstrap bootstrap,
      @Nullable SecureTarget secure,
      RequestSource source,
      long timeoutNanos,
      Function<Worker, Offering> offering) {
    this.loop = loop;
    this.connecting = new Connecting(bootstrap.clone(loop), secure);
    this.source = source;
    this.timeoutNanos = timeoutNanos;
    this.offering = offering.apply(this);
  }

  EventLoop loop() {
    return loop;
  }

  RequestSource source() {
    return source;
  }

  Connection connection(int user) {
    return new Connection(user, this, scratch);
  }

  /** The tally of requests with this intended start. */
  Tally tally(long intended) {
    return intended - timeline.measured() < 0 ? warm : measured;
  }

  void prepare() {
    offering.prepare();
  }

  /** Whether no connection is being established. */
  boolean settled() {
    return connecting.settled();
  }

  int established() {
    return established;
  }

  void begin(Timeline start) {
    timeline = start;
    offering.begin(start);
    planned = start.anchor();
    after(Math.max(0, planned - System.nanoTime()), this::step);
  }

  private void after(long nanos, Runnable action) {
    var _ =
        loop.schedule(
            () -> {
              try {
                action.run();
              } catch (RuntimeException e) {
                defect(e);
              }
            },
            nanos,
            TimeUnit.NANOSECONDS);
  }

  @Override
  public void defect(Throwable cause) {
    if (defect == null) {
      defect = cause;
    }
  }

  private void step() {
    if (finished) {
      return;
    }
    var now = System.nanoTime();
    for (var oldest = inFlight.oldest();
        oldest != null && now - oldest.sent > timeoutNanos;
        oldest = inFlight.oldest()) {
      oldest.fail(FailureCause.TIMEOUT);
    }
    offering.woken(planned, now);
    var due = offering.act(now);
    // from before acting: a stall within it makes the next step late, too
    planned = now + Math.clamp(due, SHORTEST_STEP_NANOS, LONGEST_STEP_NANOS);
    after(Math.max(SHORTEST_STEP_NANOS, planned - System.nanoTime()), this::step);
  }

  /** Sends a request that was due at its intended start. */
  void send(Connection connection, long intended) {
    send(connection, intended, System.nanoTime());
  }

  /** Sends a request that a user wants now. */
  void ask(Connection connection) {
    var now = System.nanoTime();
    tally(now).offered++;
    send(connection, now, now);
  }

  private void send(Connection connection, long intended, long now) {
    tally(intended).started++;
    connection.intended = intended;
    connection.sent = now;
    inFlight.add(connection);
    source.send(connection, connection.user());
  }

  void connect(Connection connection) {
    if (!finished) {
      connecting.want(connection);
    }
  }

  void connectLater(Connection connection) {
    after(RECONNECT_NANOS, () -> connect(connection));
  }

  @Override
  public void connected(Connection connection) {
    established++;
    connecting.ended(connection);
    if (finished) {
      connection.close();
    } else {
      offering.ready(connection, System.nanoTime());
    }
  }

  @Override
  public void refused(Connection connection, Throwable cause) {
    connecting.ended(connection);
    if (!finished) {
      offering.refused(connection, System.nanoTime());
    }
  }

  @Override
  public void answered(Connection connection, AnswerParser answer) {
    var now = System.nanoTime();
    inFlight.remove(connection);
    var tally = tally(connection.intended);
    var response = now - connection.intended;
    tally.service.recordNanos(now - connection.sent);
    tally.response.recordNanos(response);
    tally.answered(answer.status(), answer.body(), connection.request().checks(), response);
    lastEnded = now;
    offering.ended(connection, now);
  }

  @Override
  public void broken(Connection connection, FailureCause cause) {
    var now = System.nanoTime();
    inFlight.remove(connection);
    var tally = tally(connection.intended);
    tally.failed(cause);
    if (cause == FailureCause.TIMEOUT) {
      tally.service.recordNanos(now - connection.sent);
      tally.response.recordNanos(now - connection.intended);
    }
    lastEnded = now;
    if (!finished) {
      offering.ended(connection, now);
    }
  }

  @Override
  public void closed(Connection connection) {
    offering.closed(connection, System.nanoTime());
  }

  /** A connection that was established is so no more, whoever ended it. */
  @Override
  public void released(Connection connection) {
    established--;
  }

  void pause() {
    pausedAt = System.nanoTime();
    offering.pause(pausedAt);
  }

  void resume() {
    var now = System.nanoTime();
    timeline = timeline.resumed(pausedAt, now);
    offering.resume(now);
  }

  void steer(long target) {
    offering.steer(target, System.nanoTime());
  }

  void follow() {
    offering.follow(System.nanoTime());
  }

  void halt() {
    offering.halt();
    offering.act(System.nanoTime());
  }

  /**
   * Ends the run: what is under way counts as interrupted, what waits as unsent, and both take at
   * least as long as they have until now.
   *
   * @param awaited whether their answers were awaited, so that they failed
   */
  void finish(boolean awaited) {
    finished = true;
    var now = System.nanoTime();
    for (var due = offering.giveUp(); due.isPresent(); due = offering.giveUp()) {
      tally(due.getAsLong()).unsent++;
      unanswered(due.getAsLong(), now, awaited);
    }
    for (var busy = inFlight.oldest(); busy != null; busy = inFlight.oldest()) {
      var tally = tally(busy.intended);
      tally.interrupted++;
      tally.service.recordNanos(now - busy.sent);
      unanswered(busy.intended, now, awaited);
      inFlight.remove(busy);
      busy.close();
    }
  }

  private void unanswered(long intended, long now, boolean awaited) {
    var tally = tally(intended);
    tally.response.recordNanos(now - intended);
    if (awaited) {
      tally.failed(FailureCause.UNANSWERED);
    }
  }

  /** Hands over what was counted and goes on with fresh tallies. */
  Harvest harvest(LoadPhase phase, Tally freshWarm, Tally freshMeasured) {
    if (defect != null) {
      throw new IllegalStateException("the load generator failed", defect);
    }
    var takenWarm = warm;
    warm = freshWarm;
    var takenMeasured = List.<Tally>of();
    if (phase != LoadPhase.WARM_UP) {
      takenMeasured = List.of(measured);
      measured = freshMeasured;
    }
    return new Harvest(
        takenWarm,
        takenMeasured,
        offering.users(),
        offering.pending(),
        established,
        inFlight.size(),
        quiet(),
        lastEnded);
  }

  boolean quiet() {
    return inFlight.size() == 0 && offering.exhausted();
  }
}
