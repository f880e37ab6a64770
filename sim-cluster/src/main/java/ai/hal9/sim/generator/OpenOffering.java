package ai.hal9.sim.generator;

import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.scenario.ArrivalSchedule;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Arrivals by a schedule. Each that is due takes a free connection or waits for one; past the limit
 * of waiting ones it is dropped. With several loops, loop {@code k} of {@code n} takes the arrivals
 * whose index is {@code k} modulo {@code n}, so that together they offer exactly the schedule.
 */
final class OpenOffering implements Offering {

  private final OpenModel model;
  private final Duration warmUp;
  private final Worker worker;
  private final int loop;
  private final int loops;
  private final int maxPending;
  private final Connection[] connections;
  private final ArrayDeque<Connection> idle;
  private final LongQueue pending = new LongQueue();
  private ArrivalSchedule schedule;
  private Timeline timeline = new Timeline(0, 0, 0);
  private boolean warming;
  private long base;
  private long next;
  private long pausedAt;
  private boolean paused;
  private boolean halted;
  private boolean hopeless;
  private int established;

  OpenOffering(Scenario scenario, OpenModel model, Worker worker, int loop, int loops) {
    this.model = model;
    this.warmUp = scenario.warmUp();
    this.worker = worker;
    this.loop = loop;
    this.loops = loops;
    this.maxPending = share(scenario.maxPending());
    this.connections = new Connection[Math.max(1, share(scenario.connections()))];
    this.idle = new ArrayDeque<>(connections.length);
    this.schedule = ArrivalSchedule.of(model);
  }

  private int share(int all) {
    return all / loops + (loop < all % loops ? 1 : 0);
  }

  @Override
  public void prepare() {
    for (var i = 0; i < connections.length; i++) {
      connections[i] = worker.connection(-1);
      worker.connect(connections[i]);
    }
  }

  @Override
  public void begin(Timeline start) {
    timeline = start;
    warming = warmUp.isPositive();
    next = loop;
    base = start.anchor();
    if (warming) {
      schedule = ArrivalSchedule.constant(WarmUp.level(model), model.timeUnit(), warmUp);
    }
  }

  @Override
  public long act(long now) {
    while (!paused && !halted) {
      if (next >= schedule.total()) {
        if (!warming) {
          return NEVER;
        }
        warming = false;
        schedule = ArrivalSchedule.of(model);
        base = timeline.measured();
        next = loop;
        continue;
      }
      var due = base + schedule.timeOf(next);
      if (due - now > 0) {
        return due - now;
      }
      next += loops;
      arrive(due);
    }
    return NEVER;
  }

  private void arrive(long due) {
    var tally = worker.tally(due);
    tally.offered++;
    tally.lag.recordNanos(System.nanoTime() - due);
    var free = idle.poll();
    if (free != null) {
      worker.send(free, due);
    } else if (hopeless) {
      fail(due);
    } else if (pending.size() < maxPending) {
      pending.add(due);
    } else {
      tally.dropped++;
    }
  }

  private void fail(long due) {
    var tally = worker.tally(due);
    tally.unsent++;
    tally.failed(FailureCause.CONNECTION);
  }

  @Override
  public void ready(Connection connection, long now) {
    established++;
    hopeless = false;
    free(connection);
  }

  private void free(Connection connection) {
    if (pending.isEmpty()) {
      idle.add(connection);
    } else {
      worker.send(connection, pending.poll());
    }
  }

  @Override
  public void refused(Connection connection, long now) {
    if (established == 0) {
      hopeless = true;
      while (!pending.isEmpty()) {
        fail(pending.poll());
      }
    }
    worker.connectLater(connection);
  }

  @Override
  public void ended(Connection connection, long now) {
    if (connection.connected()) {
      free(connection);
    } else {
      established--;
      worker.connect(connection);
    }
  }

  @Override
  public void closed(Connection connection, long now) {
    idle.remove(connection);
    established--;
    worker.connect(connection);
  }

  @Override
  public void pause(long now) {
    act(now);
    paused = true;
    pausedAt = now;
  }

  @Override
  public void resume(long now) {
    paused = false;
    base += now - pausedAt;
    timeline = timeline.resumed(pausedAt, now);
  }

  @Override
  public void steer(long target, long now) {
    act(now);
    warming = false;
    var left = Math.max(0, timeline.end() - now);
    schedule = ArrivalSchedule.constant(target, model.timeUnit(), Duration.ofNanos(left));
    base = now;
    next = loop;
  }

  @Override
  public void follow(long now) {
    act(now);
    warming = timeline.measured() - now > 0;
    // of a schedule that was paused, not its beginning but its end is where it is meant to be
    base = warming ? timeline.anchor() : timeline.end() - model.duration().toNanos();
    schedule =
        warming
            ? ArrivalSchedule.constant(WarmUp.level(model), model.timeUnit(), warmUp)
            : ArrivalSchedule.of(model);
    var passed = schedule.before(now - base);
    next = passed + Math.floorMod(loop - passed, (long) loops);
  }

  @Override
  public void halt() {
    halted = true;
  }

  @Override
  public boolean exhausted() {
    return pending.isEmpty() && (halted || (!warming && next >= schedule.total()));
  }

  @Override
  public int users() {
    return 0;
  }

  @Override
  public int pending() {
    return pending.size();
  }

  @Override
  public void woken(long planned, long now) {
    // every arrival says how late it was acted on
  }

  @Override
  public OptionalLong giveUp() {
    return pending.isEmpty() ? OptionalLong.empty() : OptionalLong.of(pending.poll());
  }
}
