package ai.hal9.sim.generator;

import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.UserSchedule;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Virtual users as states on the loop: one thinks, waits for its connection, or waits for an
 * answer. User {@code u} of all belongs to loop {@code u} modulo the number of loops. A user that
 * leaves finishes the request it has begun.
 */
final class ClosedOffering implements Offering {

  /** How long a user waits who found no connection and has no think time. */
  private static final long RETRY_NANOS = 100_000_000;

  private static final long STEP_NANOS = 5_000_000;

  private record Wake(long at, int user) {}

  private final UserSchedule schedule;
  private final ClosedModel model;
  private final Worker worker;
  private final int loop;
  private final int loops;
  private final long thinkNanos;
  private final Connection[] connections;
  private final boolean[] wantsConnection;
  private final boolean[] asleep;
  private final PriorityQueue<Wake> thinking =
      new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
  private Timeline timeline = new Timeline(0, 0, 0);
  private int active;
  private long steered = -1;
  private long pausedAt;
  private boolean paused;
  private boolean halted;
  private boolean begun;

  ClosedOffering(
      Scenario scenario, ClosedModel model, int mostUsers, Worker worker, int loop, int loops) {
    this.schedule = UserSchedule.of(model);
    this.model = model;
    this.worker = worker;
    this.loop = loop;
    this.loops = loops;
    this.thinkNanos = scenario.thinkTime().toNanos();
    var most = share(mostUsers);
    this.connections = new Connection[most];
    this.wantsConnection = new boolean[most];
    this.asleep = new boolean[most];
    for (var i = 0; i < most; i++) {
      connections[i] = worker.connection(i * loops + loop);
    }
  }

  private int share(long all) {
    return (int) ((all + loops - 1 - loop) / loops);
  }

  @Override
  public void prepare() {
    for (var i = 0; i < Math.min(share(WarmUp.level(model)), connections.length); i++) {
      worker.connect(connections[i]);
    }
  }

  @Override
  public void begin(Timeline start) {
    timeline = start;
    begun = true;
  }

  @Override
  public long act(long now) {
    if (paused) {
      return NEVER;
    }
    var wanted = Math.min(connections.length, share(wanted(now)));
    var joining = wanted - active;
    while (active < wanted) {
      var user = active++;
      // users that join together would otherwise ask together for ever
      var delay = joining > 1 ? (long) (thinkNanos * worker.source().share()) : 0;
      wake(user, now + delay);
    }
    while (active > wanted) {
      leave(--active);
    }
    for (var first = thinking.peek();
        first != null && first.at() - now <= 0;
        first = thinking.peek()) {
      thinking.poll();
      asleep[first.user()] = false;
      if (first.user() < active) {
        ask(first.user());
      }
    }
    var first = thinking.peek();
    return first == null ? STEP_NANOS : Math.min(STEP_NANOS, first.at() - now);
  }

  private long wanted(long now) {
    if (halted || now - timeline.end() >= 0) {
      return 0;
    }
    if (steered >= 0) {
      return steered;
    }
    // of a schedule that was paused, not its beginning but its end is where it is meant to be
    var elapsed = now - (timeline.end() - model.duration().toNanos());
    return elapsed < 0 ? WarmUp.level(model) : schedule.usersAt(elapsed);
  }

  private void wake(int user, long at) {
    if (!asleep[user] && !connections[user].busy()) {
      asleep[user] = true;
      thinking.add(new Wake(at, user));
    }
  }

  private void ask(int user) {
    var connection = connections[user];
    if (connection.connected()) {
      worker.ask(connection);
    } else {
      wantsConnection[user] = true;
      worker.connect(connection);
    }
  }

  private void leave(int user) {
    wantsConnection[user] = false;
    if (!connections[user].busy()) {
      connections[user].close();
    }
  }

  private int indexOf(Connection connection) {
    return connection.user() / loops;
  }

  @Override
  public void ready(Connection connection, long now) {
    var user = indexOf(connection);
    if (wantsConnection[user] && !paused) {
      wantsConnection[user] = false;
      worker.ask(connection);
    } else if (user >= active && begun) {
      connection.close();
    }
  }

  @Override
  public void refused(Connection connection, long now) {
    var user = indexOf(connection);
    if (wantsConnection[user]) {
      wantsConnection[user] = false;
      var tally = worker.tally(now);
      tally.offered++;
      tally.unsent++;
      tally.failed(FailureCause.CONNECTION);
      wake(user, now + Math.max(thinkNanos, RETRY_NANOS));
    }
  }

  @Override
  public void ended(Connection connection, long now) {
    var user = indexOf(connection);
    if (user >= active) {
      connection.close();
    } else if (thinkNanos > 0 || paused || now - timeline.end() >= 0) {
      wake(user, now + thinkNanos);
    } else {
      ask(user);
    }
  }

  @Override
  public void closed(Connection connection, long now) {
    // opened again when its user next asks
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
    timeline = timeline.resumed(pausedAt, now);
    for (var user = 0; user < active; user++) {
      if (wantsConnection[user]) {
        wantsConnection[user] = false;
        wake(user, now);
      }
    }
  }

  @Override
  public void steer(long target, long now) {
    steered = target;
  }

  @Override
  public void follow(long now) {
    steered = -1;
  }

  @Override
  public void halt() {
    halted = true;
  }

  @Override
  public boolean exhausted() {
    return active == 0;
  }

  @Override
  public int users() {
    return active;
  }

  @Override
  public int pending() {
    return 0;
  }

  /** A stall is told as often as the users' clock would have moved on within it. */
  @Override
  public void woken(long planned, long now) {
    if (paused || halted || planned - timeline.end() >= 0) {
      return;
    }
    var last = now - timeline.end() < 0 ? now : timeline.end();
    for (var due = planned; last - due >= 0; due += STEP_NANOS) {
      worker.tally(due).lag.recordNanos(now - due);
    }
  }

  @Override
  public OptionalLong giveUp() {
    // a user that waits for its connection has offered nothing yet
    return OptionalLong.empty();
  }
}
